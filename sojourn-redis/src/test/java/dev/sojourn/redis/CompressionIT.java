package dev.sojourn.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.Limits;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.redis.RedisSettings.CompressionName;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.AtOnce;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with values that are compressed, in a fleet where some servers write them plainly. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#compressed")
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
    Visit visit = Sample.of("ada").with("note", LONG).with("role", "admin").in(store);
    Visit plain = Sample.of("ada").with("note", LONG).with("role", "admin").in(plainly);

    assertThat(visit.text("note")).contains(LONG);
    assertThat(bytes(visit)).isLessThan(bytes(plain) - 150);
  }

  @Test
  void serversOfBothKindsReadAndChangeEachOthersSessions() {
    Visit visit = Sample.of("ada").with("note", LONG).in(store);
    Visit there = visit.at(plainly);
    assertThat(there.record()).isEqualTo(visit.record());
    for (Visit either : new Visit[] {there, visit, there, visit}) {
      either.changed(appending("note", "more, "));
    }
    assertThat(visit.text("note")).contains(LONG + "more, ".repeat(4));
  }

  /** From what was read elsewhere, so the first try does not know its form. */
  @Test
  void aChangeOfWhatWasReadKeepsTheFormOfTheSession() {
    for (SessionStore made : List.of(store, plainly)) {
      Visit visit = Sample.of("ada").with("note", LONG).in(made);
      for (SessionStore either : List.of(plainly, store)) {
        Visit there = visit.at(either);
        assertThat(there.change(visit.record(), appending("note", "x"))).isPresent();
        assertOpens(visit);
      }
      assertThat(visit.text("note")).contains(LONG + "xx");
    }
  }

  @Test
  void aLabelThatALoginSetIsChanged() {
    Visit before = Sample.of("ada").on(Device.labelled("Laptop")).with("note", LONG).in(store);
    Login login = before.login("ada", Device.labelled("Phone"));
    assertThat(before.authenticate(login)).isInstanceOf(Admission.Admitted.class);
    Visit visit = before.after(login);
    assertThat(visit.record().device()).isEqualTo(Device.labelled("Phone"));
    visit.changed(new SessionDelta(Map.of(), Optional.of("Tablet"), Optional.empty()));
    assertThat(visit.record().device()).isEqualTo(Device.labelled("Tablet"));
  }

  @Test
  void noEditOfACompressedValueIsLost() {
    Visit visit = Sample.of("ada").with("note", LONG).with("other", LONG).in(store);
    int rounds = Rounds.of(1_000);
    AtOnce.both(() -> appended(visit, rounds), () -> appended(visit.at(plainly), rounds));

    assertThat(visit.text("note")).contains(LONG + "x".repeat(2 * rounds));
  }

  private static int appended(Visit visit, int rounds) {
    for (int i = 0; i < rounds; i++) {
      visit.changed(appending("note", "x"));
    }
    return rounds;
  }

  @Test
  void aLimitCountsWhatWasCompressed() {
    SessionStore small =
        fleet.store("small", settings -> settings.withLimits(new Limits(1000, 10)));
    Visit visit = Sample.of("ada").with("a", "").in(small);

    visit.changed(put("a", "v".repeat(499)));
    visit.changed(put("b", "v".repeat(499)));
    assertThatThrownBy(() -> visit.change(put("c", ""))).isInstanceOf(SessionTooLarge.class);
  }

  /** FT21, G8. */
  @Test
  void whatCannotBeInflatedCostsThatSessionAlone() {
    for (String damaged : List.of("\2:100:", "\2:1000000000:xyz", "\2:5:xyz", "\2::xyz")) {
      Visit visit = Sample.of("ada").with("note", LONG).in(store);
      Visit other = Sample.of("ada").with("note", LONG).in(store);
      damage(visit, damaged);
      String image = redis.image(key(visit));
      try (LogCapture log = new LogCapture(Level.WARN)) {
        assertThat(visit.access()).isEqualTo(new Refused(Refusal.UNREADABLE));
        assertThat(log.text()).contains(visit.id().value(), "compressed value");
      }
      assertThat(redis.image(key(visit))).isEqualTo(image);
      assertThat(other.text("note")).contains(LONG);
      assertThat(visit.revoke()).isEqualTo(1);
    }
  }

  @Test
  void anUnknownDictionaryIsSaidWithItsName() {
    Visit visit = Sample.of("ada").with("note", LONG).in(store);
    damage(visit, "\2d1:100:xyz");
    try (LogCapture log = new LogCapture(Level.WARN)) {
      assertThat(visit.access()).isEqualTo(new Refused(Refusal.UNREADABLE));
      assertThat(log.text()).contains("its dictionary d1 is not known here");
    }
  }

  /** Puts those bytes where something compressed is. */
  private void damage(Visit visit, String value) {
    String key = key(visit);
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

  private long bytes(Visit visit) {
    return redis.at(key(visit)).number("MEMORY", "USAGE", key(visit));
  }

  private static SessionDelta appending(String name, String more) {
    return Visit.editingDelta(
        name, old -> Optional.of(EncodedValue.text(old.orElseThrow().text() + more)));
  }

  private static SessionDelta put(String name, String text) {
    return SessionDelta.of(Map.of(name, new Put(EncodedValue.text(text))));
  }

  private static byte[] b(String text) {
    return text.getBytes(UTF_8);
  }
}
