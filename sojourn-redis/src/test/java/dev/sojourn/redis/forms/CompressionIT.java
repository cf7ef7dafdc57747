package dev.sojourn.redis.forms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.rig.LogCapture;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with compressed values, in a fleet where some servers do not compress. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#compressed")
final class CompressionIT extends OnRedis {

  private static final String LONG = "a long text, ".repeat(20);

  private static final Pattern COMPRESSED = Pattern.compile("\2:\\d+:");

  private final SessionStore plainly =
      fleet.store("plainly", settings -> settings.withCompression(CompressionName.NONE));

  CompressionIT(Setup setup) {
    super(setup);
  }

  @Test
  void longValuesTakeLessRoomAndComeBack() {
    TestClient client = Sample.of("ada").with("note", LONG).with("role", "admin").in(store);
    TestClient plain = Sample.of("ada").with("note", LONG).with("role", "admin").in(plainly);

    assertThat(client.text("note")).contains(LONG);
    assertThat(bytes(client)).isLessThan(bytes(plain) - 150);
  }

  @Test
  void serversOfBothKindsReadAndChangeEachOthersSessions() {
    TestClient client = Sample.of("ada").with("note", LONG).in(store);
    TestClient there = client.at(plainly);
    assertThat(there.record()).isEqualTo(client.record());
    for (TestClient either : new TestClient[] {there, client, there, client}) {
      either.changed(appending("note", "more, "));
    }
    assertThat(client.text("note")).contains(LONG + "more, ".repeat(4));
  }

  /** The delta comes from a read elsewhere, so the first attempt does not know the form. */
  @Test
  void aChangeOfWhatWasReadKeepsTheFormOfTheSession() {
    for (SessionStore made : List.of(store, plainly)) {
      TestClient client = Sample.of("ada").with("note", LONG).in(made);
      for (SessionStore either : List.of(plainly, store)) {
        TestClient there = client.at(either);
        assertThat(there.change(client.record(), appending("note", "x"))).isPresent();
        assertOpens(client);
      }
      assertThat(client.text("note")).contains(LONG + "xx");
    }
  }

  @Test
  void aLabelThatALoginSetIsChanged() {
    TestClient before = Sample.of("ada").on(Device.labelled("Laptop")).with("note", LONG).in(store);
    Login login = before.newLogin("ada", Device.labelled("Phone"));
    assertThat(before.login(login)).isInstanceOf(Admission.Admitted.class);
    TestClient client = before.after(login);
    assertThat(client.record().device()).isEqualTo(Device.labelled("Phone"));
    client.changed(new SessionDelta(Map.of(), Optional.of("Tablet"), Optional.empty()));
    assertThat(client.record().device()).isEqualTo(Device.labelled("Tablet"));
  }

  @Test
  void noEditOfACompressedValueIsLost() {
    TestClient client = Sample.of("ada").with("note", LONG).with("other", LONG).in(store);
    int rounds = Rounds.of(1_000);
    Concurrently.both(() -> appended(client, rounds), () -> appended(client.at(plainly), rounds));

    assertThat(client.text("note")).contains(LONG + "x".repeat(2 * rounds));
  }

  private static int appended(TestClient client, int rounds) {
    for (int i = 0; i < rounds; i++) {
      client.changed(appending("note", "x"));
    }
    return rounds;
  }

  @Test
  void aLimitCountsWhatWasCompressed() {
    SessionStore small =
        fleet.store("small", settings -> settings.withLimits(new SizeLimits(1000, 10)));
    TestClient client = Sample.of("ada").with("a", "").in(small);

    client.changed(put("a", "v".repeat(499)));
    client.changed(put("b", "v".repeat(499)));
    assertThatThrownBy(() -> client.change(put("c", ""))).isInstanceOf(SessionTooLarge.class);
  }

  /** FT21, G8. */
  @Test
  void whatCannotBeInflatedCostsThatSessionAlone() {
    for (String damaged : List.of("\2:100:", "\2:1000000000:xyz", "\2:5:xyz", "\2::xyz")) {
      TestClient client = Sample.of("ada").with("note", LONG).in(store);
      TestClient other = Sample.of("ada").with("note", LONG).in(store);
      damage(client, damaged);
      String image = redis.image(key(client));
      try (LogCapture log = new LogCapture(Level.WARN)) {
        assertThat(client.access()).isEqualTo(new Refused(Refusal.UNREADABLE));
        assertThat(log.text()).contains(client.id().value(), "compressed value");
      }
      assertThat(redis.image(key(client))).isEqualTo(image);
      assertThat(other.text("note")).contains(LONG);
      assertThat(client.revoke()).isEqualTo(1);
    }
  }

  @Test
  void anUnknownDictionaryIsSaidWithItsName() {
    TestClient client = Sample.of("ada").with("note", LONG).in(store);
    damage(client, "\2d1:100:xyz");
    try (LogCapture log = new LogCapture(Level.WARN)) {
      assertThat(client.access()).isEqualTo(new Refused(Refusal.UNREADABLE));
      assertThat(log.text()).contains("its dictionary d1 is not known here");
    }
  }

  /** Replaces a compressed value by these bytes. */
  private void damage(TestClient client, String value) {
    String key = key(client);
    if (setup.layout() == LayoutName.HASH) {
      redis.at(key).callBytes(b("HSET"), b(key), b("note"), value.getBytes(ISO_8859_1));
      return;
    }
    Object is = redis.at(key).callBytes(b("GET"), b(key));
    String document = new String((byte[]) is, ISO_8859_1);
    Matcher compressed = COMPRESSED.matcher(document);
    assertThat(compressed.find()).isTrue();
    String other = document.substring(0, compressed.start()) + value;
    redis.at(key).callBytes(b("SET"), b(key), other.getBytes(ISO_8859_1), b("KEEPTTL"));
  }

  private long bytes(TestClient client) {
    return redis.at(key(client)).number("MEMORY", "USAGE", key(client));
  }

  private static SessionDelta appending(String name, String more) {
    return TestClient.editingDelta(
        name, old -> Optional.of(EncodedValue.text(old.orElseThrow().text() + more)));
  }

  private static SessionDelta put(String name, String text) {
    return SessionDelta.of(Map.of(name, new Put(EncodedValue.text(text))));
  }

  private static byte[] b(String text) {
    return text.getBytes(UTF_8);
  }
}
