package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.SessionDelta.Remove;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSettings.NamingName;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.AtOnce;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two servers of one fleet, each set up for another layout or naming: each does with the other's
 * sessions what it does with its own, and a session keeps the layout and naming it has.
 */
@ParameterizedClass(name = "{0}, other {1}")
@MethodSource("fleets")
final class MixedFleetIT extends OnRedis {

  private static final Timeouts LONG = new Timeouts(Duration.ofHours(2), Duration.ofHours(20));

  /** What a server of the fleet is set up for that this one is not. */
  enum Difference {
    LAYOUT,
    NAMING
  }

  /** The server set up otherwise. */
  private final SessionStore other;

  MixedFleetIT(Setup setup, Difference difference) {
    super(setup);
    this.other = fleet.store("other", settings -> otherwise(settings, difference));
  }

  static Stream<Arguments> fleets() {
    return Stream.concat(
        Setups.all().map(setup -> Arguments.of(setup, Difference.LAYOUT)),
        Setups.forms().map(setup -> Arguments.of(setup, Difference.NAMING)));
  }

  private RedisSettings otherwise(RedisSettings settings, Difference difference) {
    return switch (difference) {
      case LAYOUT -> settings.withLayout(setup.otherLayout());
      case NAMING -> settings.withNaming(otherNaming());
    };
  }

  private NamingName otherNaming() {
    return setup.isCompact() ? NamingName.READABLE : NamingName.COMPACT;
  }

  @Test
  void eachReadsTheOthersSessions() {
    Visit visit = Sample.of("ada").on(Device.labelled("Phone")).with("role", "admin").in(store);
    SessionRecord record = visit.record();

    assertThat(there(visit).read()).contains(record);
    assertThat(there(visit).access()).isEqualTo(new Live(record));
    assertThat(there(visit).peek()).isEqualTo(new Live(record));
    assertThat(there(visit).stranger().access()).isEqualTo(new Refused(Refusal.WRONG_SECRET));
    assertKeepsItsLayout(visit);
  }

  @Test
  void eachChangesTheOthersSessions() {
    Visit visit = Sample.of("ada").with("role", "admin").with("cart", "full").in(store);
    SessionRecord seen = visit.record();
    SessionDelta delta =
        new SessionDelta(
            Map.of("cart", new Remove(), "n", new Put(EncodedValue.json("[]"))),
            Optional.of("Phone"),
            Optional.of(LONG));
    Optional<SessionRecord> now = there(visit).change(delta);

    assertThat(visit.read()).isEqualTo(now);
    assertThat(now.map(SessionRecord::version)).contains(1L);
    assertThat(there(visit).change(seen, Visit.editingDelta("role", old -> old))).isPresent();
    assertThat(visit.record().attributes())
        .isEqualTo(Map.of("role", EncodedValue.text("admin"), "n", EncodedValue.json("[]")));
    assertThat(visit.record().version()).isEqualTo(2);
    assertKeepsItsLayout(visit);
  }

  @Test
  void changesOfBothAtOnceAllSurvive() {
    Visit visit = logIn("ada");
    int rounds = Rounds.of(2_000);
    AtOnce.both(() -> count(visit, rounds), () -> count(there(visit), rounds));

    assertThat(visit.text("count")).contains("" + 2 * rounds);
    assertThat(visit.record().version()).isEqualTo(2L * rounds);
  }

  private static int count(Visit visit, int rounds) {
    IntStream.range(0, rounds)
        .forEach(
            round ->
                visit.changed(
                    Visit.editingDelta(
                        "count",
                        old ->
                            Optional.of(
                                EncodedValue.text(
                                    ""
                                        + (Integer.parseInt(old.map(EncodedValue::text).orElse("0"))
                                            + 1))))));
    return rounds;
  }

  @Test
  void eachTouchesTheOthersSessions() {
    Visit visit = logIn("ada");
    redis.at(keys.index("ada")).call("DEL", keys.index("ada"));
    redis.age(key(visit), visit.record(), 600_000);
    Instant before = visit.record().lastAccessAt();
    assertOpens(there(visit));
    await().until(() -> visit.record().lastAccessAt().isAfter(before));

    assertThat(ids("ada")).containsExactly(visit.id());
    assertKeepsItsLayout(visit);
  }

  @Test
  void eachRotatesTheOthersSessions() {
    Visit visit = logIn("ada");
    Visit next = there(visit).rotated();
    assertOpens(visit);
    assertOpens(next);
    assertOpens(next.at(store));
    redis.set(key(visit), "replaced", visit.secret().text() + " 1");
    assertThat(there(visit).access()).isEqualTo(new Refused(Refusal.STOLEN));

    assertThat(visit.isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  void eachContinuesTheOthersSessions() {
    Visit visit = Sample.anonymous().with("cart", "full").in(store);
    for (String user : List.of("ada", "ada", "bob")) {
      Visit next = there(visit).logIn(user);
      visit = next.at(store);
      assertThat(visit.text("cart")).contains("full");
      assertKeepsItsLayout(visit);
      assertOpens(visit);
    }
    assertThat(ids("ada")).isEmpty();
    assertThat(ids("bob")).containsExactly(visit.id());
  }

  @Test
  void eachListsAndEndsTheOthersSessions() {
    Visit here = logIn("ada");
    Visit there = Sample.of("ada").in(other);
    for (SessionStore either : List.of(store, other)) {
      assertThat(Answers.of(either.list("ada")).stream().map(SessionRecord::id))
          .containsExactlyInAnyOrder(here.id(), there.id());
    }
    assertThat(there(here).revoke()).isEqualTo(1);
    assertThat(there.at(store).revoke()).isEqualTo(1);
    assertThat(ids("ada")).isEmpty();

    List<SessionId> both = List.of(logIn("ada").id(), Sample.of("ada").in(other).id());
    assertThat(ids("ada")).containsExactlyInAnyOrderElementsOf(both);
    assertThat(revokeAll("ada")).isEqualTo(2);
    assertThat(ids("ada")).isEmpty();
  }

  /** The same session, asked of the server that is set up for the other layout. */
  private Visit there(Visit visit) {
    return visit.at(other);
  }

  private void assertKeepsItsLayout(Visit visit) {
    assertThat(redis.at(key(visit)).text("TYPE", key(visit)))
        .isEqualTo(
            switch (setup.layout()) {
              case HASH -> "hash";
              case STRING -> "string";
              case JSON -> "ReJSON-RL";
            });
    assertThat(redis.has(key(visit), "secret")).as("has its naming").isTrue();
  }
}
