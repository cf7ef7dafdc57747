package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.ContractTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EncodedValue;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A client with the secret reads the session and keeps it alive; any other does neither. */
interface AccessContract extends ContractTests {

  @Test
  default void theSecretOpensItsSession() {
    TestClient client = Sample.of("ada").with("role", "admin").in(store());
    SessionRecord record = client.record();

    assertThat(client.access()).isEqualTo(new Live(record));
    assertThat(client.peek()).isEqualTo(new Live(record));
  }

  @Test
  default void aWrongSecretOpensNothingAndChangesNothing() {
    TestClient client = logIn("ada");
    SessionRecord before = client.record();

    assertThat(client.stranger().access()).isEqualTo(new Refused(Refusal.WRONG_SECRET));
    assertThat(client.stranger().peek()).isEqualTo(new Refused(Refusal.WRONG_SECRET));
    assertThat(client.record()).isEqualTo(before);
  }

  @Test
  default void theSecretOfAnotherSessionIsAWrongOne() {
    TestClient ada = logIn("ada");
    TestClient bob = logIn("bob");

    assertRefused(ada.showing(bob.secret()), Refusal.WRONG_SECRET);
    assertThat(ada.peek()).isInstanceOf(Live.class);
  }

  @Test
  default void anUnknownIdIsNoSession() {
    SessionDraft never = Sample.of("ada").draft(store());
    TestClient client = TestClient.of(store(), never);

    assertThat(client.access()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(client.peek()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(client.read()).isEmpty();
    assertThat(client.revoke()).isZero();
  }

  @Test
  default void anAccessSlidesTheIdleDeadlineWhenATouchIsDue() {
    ContractTests.inTime(Duration.ofMillis(1500), this::anAccessSlides);
  }

  private void anAccessSlides() {
    TestClient client = Sample.of("ada").idle(1500).in(store());
    SessionRecord created = client.record();
    advance(150);
    assertThat(client.access()).isInstanceOf(Live.class);

    await().until(() -> client.record().lastAccessAt().isAfter(created.lastAccessAt()));
    SessionRecord touched = client.record();
    assertThat(touched.expiresAt()).isAfter(created.expiresAt());
    assertThat(touched).isEqualTo(created.touchedAt(touched.lastAccessAt()));
  }

  @Test
  default void anAccessBeforeATouchIsDueWritesNothing() {
    TestClient client = logIn("ada");
    SessionRecord created = client.record();
    advance(30);

    assertThat(client.access()).isEqualTo(new Live(created));
    advance(30);
    assertThat(client.record()).isEqualTo(created);
  }

  /** None of these calls slides the idle deadline; one wait covers them all. */
  @Test
  default void onlyAnAccessWithTheSecretSlides() {
    ContractTests.inTime(Duration.ofMillis(1800), this::nothingButAnAccessSlides);
  }

  private void nothingButAnAccessSlides() {
    Map<String, Consumer<TestClient>> ways = passiveWays();
    Map<String, TestClient> visits = new HashMap<>();
    ways.keySet().forEach(way -> visits.put(way, Sample.of("ada").idle(1200).in(store())));
    TestClient accessed = Sample.of("ada").idle(1200).in(store());
    advance(700);
    visits.forEach((way, client) -> Objects.requireNonNull(ways.get(way)).accept(client));
    assertThat(accessed.access()).isInstanceOf(Live.class);
    advance(600);

    visits.forEach((way, client) -> assertThat(client.isLive()).as(way).isFalse());
    assertThat(accessed.isLive()).isTrue();
  }

  private Map<String, Consumer<TestClient>> passiveWays() {
    return Map.of(
        "peek", client -> assertThat(client.peek()).isInstanceOf(Live.class),
        "wrong secret", client -> assertRefused(client.stranger(), Refusal.WRONG_SECRET),
        "wrong peek", client -> assertThat(client.stranger().peek()).isInstanceOf(Refused.class),
        "read", client -> assertThat(client.read()).isPresent(),
        "list", client -> assertThat(ids("ada")).contains(client.id()),
        "put", client -> assertThat(client.put("cart", "full")).isPresent(),
        "label", client -> assertThat(client.change(labelled("Phone"))).isPresent(),
        "rotate", client -> assertThat(client.rotated().isLive()).isTrue(),
        "new secret", client -> assertThat(client.rotated().peek()).isInstanceOf(Live.class));
  }

  @Test
  default void everybodySeesTheirOwnSession() {
    List<String> users = List.of("ada", "bob", "cyd", "dan");
    List<TestClient> visits =
        users.stream().map(user -> Sample.of(user).with("name", user).in(store())).toList();
    List<Integer> rounds =
        Concurrently.many(8, number -> seesItsOwn(visits.get(number % 4), users.get(number % 4)));

    assertThat(rounds).allMatch(round -> round == Rounds.of(10_000));
  }

  private static int seesItsOwn(TestClient client, String user) {
    int right = 0;
    while (right < Rounds.of(10_000)
        && client.access() instanceof Live live
        && live.record().id().equals(client.id())
        && live.record().user().equals(Optional.of(user))
        && live.record().attributes().containsValue(EncodedValue.text(user))) {
      right++;
    }
    return right;
  }

  private static SessionDelta labelled(String label) {
    return new SessionDelta(Map.of(), Optional.of(label), Optional.empty());
  }
}
