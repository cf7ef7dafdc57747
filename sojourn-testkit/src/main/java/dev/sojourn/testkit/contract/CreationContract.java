package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session is stored exactly as requested, or not at all. */
interface CreationContract extends ContractTests {

  @Test
  default void aNewSessionIsAsItWasAskedFor() {
    Timeouts timeouts = new Timeouts(Duration.ofMillis(123_456), Duration.ofMillis(7_654_321));
    SessionDraft draft =
        Sample.of("ada")
            .timeouts(timeouts)
            .on(new Device(Optional.of("Ada's laptop"), Optional.of("203.0.113.0/24")))
            .with(Map.of("role", EncodedValue.text("admin"), "cart", EncodedValue.json("[1,2]")))
            .draft(store());
    SessionRecord record = created(draft);

    assertThat(record.id()).isEqualTo(draft.id());
    assertThat(record.user()).contains("ada");
    assertThat(record.timeouts()).isEqualTo(timeouts);
    assertThat(record.device()).isEqualTo(draft.device());
    assertThat(record.attributes()).isEqualTo(draft.attributes());
    assertThat(record.secrets()).isEqualTo(Secrets.of(draft.secret()));
    assertThat(record.version()).isZero();
    assertThat(record.lastAccessAt()).isEqualTo(record.createdAt());
    assertThat(TestClient.of(store(), draft).record()).isEqualTo(record);
  }

  @Test
  default void aSessionNeedsNeitherUserNorDeviceNorAttributes() {
    SessionDraft draft = Sample.anonymous().draft(store());
    SessionRecord record = created(draft);

    assertThat(record.user()).isEmpty();
    assertThat(record.device()).isEqualTo(Device.UNKNOWN);
    assertThat(record.attributes()).isEmpty();
    assertThat(TestClient.of(store(), draft).record()).isEqualTo(record);
  }

  @Test
  default void anAnonymousSessionIsNobodysAndKnowsNoLimit() {
    SessionsPerUser one = new SessionsPerUser(1, SessionsPerUser.AtLimit.REFUSE);
    List<TestClient> visits =
        List.of(Sample.anonymous().in(store()), Sample.anonymous().in(store()));
    SessionDraft third = Sample.anonymous().draft(store());
    Await.as(Admitted.class, store().create(third, one));

    assertThat(visits).allMatch(TestClient::isLive);
    assertThat(TestClient.of(store(), third).isLive()).isTrue();
    assertThat(ids("anonymous")).isEmpty();
  }

  @Test
  default void aUserMayHaveAnyNumberOfSessionsWithoutALimit() {
    for (int i = 0; i < 30; i++) {
      logIn("ada");
    }
    assertThat(ids("ada")).hasSize(30);
  }

  @Test
  default void everyNewIdIsAnother() {
    assertThat(
            IntStream.range(0, 1000).mapToObj(i -> Sample.of("ada").draft(store()).id()).distinct())
        .hasSize(1000);
  }

  @Test
  default void aSessionHoldsAsMuchAsItMay() {
    TestClient client = Sample.of("ada").with(full(0)).in(store());
    assertThat(client.record().attributes()).isEqualTo(full(0));
  }

  @Test
  default void aSessionOfOneByteTooMuchIsNotCreated() {
    assertNotCreated(full(1));
  }

  @Test
  default void aSessionHoldsAsManyAttributesAsItMay() {
    Map<String, EncodedValue> most = numbered(subject().limits().attributes());
    assertThat(Sample.of("ada").with(most).in(store()).record().attributes()).isEqualTo(most);
  }

  @Test
  default void aSessionOfOneAttributeTooManyIsNotCreated() {
    assertNotCreated(numbered(subject().limits().attributes() + 1));
  }

  @Test
  default void aStoreThatAnswersSaysSo() {
    Await.of(store().ping());
    assertThat(store().ping().toCompletableFuture()).isNotCompletedExceptionally();
  }

  /** Attributes of the maximum size plus some bytes, with characters of 1 to 4 bytes. */
  private Map<String, EncodedValue> full(int more) {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    attributes.put("é", EncodedValue.text("aé€😀")); // 2 + 10
    attributes.put("j", EncodedValue.json("[1,2]")); // 1 + 5
    int left = subject().limits().sessionBytes() + more - 18;
    attributes.put("x", EncodedValue.text("x".repeat(left - 1)));
    return attributes;
  }

  private static Map<String, EncodedValue> numbered(int count) {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put("a" + i, EncodedValue.text("" + i));
    }
    return attributes;
  }

  private SessionRecord created(SessionDraft draft) {
    Admitted admitted = Await.as(Admitted.class, store().create(draft, SessionsPerUser.NONE));
    assertThat(admitted.displaced()).isEmpty();
    return admitted.record();
  }

  private void assertNotCreated(Map<String, EncodedValue> attributes) {
    SessionDraft draft = Sample.of("ada").with(attributes).draft(store());
    assertThat(Await.failure(store().create(draft, SessionsPerUser.NONE)))
        .isInstanceOf(SessionTooLarge.class);
    assertThat(TestClient.of(store(), draft).isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }
}
