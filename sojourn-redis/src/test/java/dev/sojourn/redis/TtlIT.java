package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Remove;
import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.testkit.Listener;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 8: an update never slides; one of the timeouts moves the TTL in the same step, and says so.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
final class TtlIT extends OnRedis {

  /** Less than any deadline: what slid would be above it. */
  private static final long LOW = 100_000;

  /** More than a test takes. */
  private static final long SLACK = 20_000;

  TtlIT(Setup setup) {
    super(setup);
  }

  @Test
  void aNewSessionLivesForItsIdleTimeoutAndOneInterval() {
    Visit visit = Sample.of("ada").timeouts(timeouts(40_000, 90_000)).in(store);
    assertThat(redis.ttl(key(visit))).isBetween(42_000 - SLACK, 42_000L);
  }

  @Test
  void aNewSessionLivesNoLongerThanItsAbsoluteTimeout() {
    Visit visit = Sample.of("ada").timeouts(timeouts(90_000, 90_001)).in(store);
    assertThat(redis.ttl(key(visit))).isBetween(90_001 - SLACK, 90_001L);
  }

  @Test
  void nothingButATouchSlides() {
    updates()
        .forEach(
            (name, update) -> {
              Visit visit = Sample.of("ada").with("role", "admin").in(store);
              redis.expireIn(key(visit), LOW);
              update.accept(visit);
              assertThat(redis.ttl(key(visit))).as(name).isBetween(LOW - SLACK, LOW);
            });
  }

  private static Map<String, Consumer<Visit>> updates() {
    Map<String, Consumer<Visit>> updates = new LinkedHashMap<>();
    updates.put("put", visit -> visit.put("cart", "full"));
    updates.put("remove", visit -> visit.changed(SessionDelta.of(Map.of("role", new Remove()))));
    updates.put("edit", visit -> visit.changed(Visit.editingDelta("role", old -> old)));
    updates.put("label", visit -> visit.changed(of(Optional.of("Phone"), Optional.empty())));
    updates.put("rotate", Visit::rotated);
    updates.put("first use of a secret", visit -> visit.rotated().peek());
    return updates;
  }

  @Test
  void otherTimeoutsMoveTheTtlAndAreTold() {
    Visit visit = logIn("ada");
    try (Listener listener = listener(key(visit))) {
      visit.changed(of(timeouts(200_000, 900_000)));

      assertThat(listener.heard()).containsExactly(visit.id().value());
      assertThat(redis.ttl(key(visit))).isBetween(210_000 - SLACK, 210_000L);
    }
  }

  /** From the last access, which stays: a session that rested for a while keeps having rested. */
  @Test
  void otherTimeoutsCountFromTheLastAccess() {
    Visit visit = logIn("ada");
    redis.age(key(visit), visit.record(), 60_000);
    SessionRecord before = visit.record();
    visit.changed(of(timeouts(200_000, 900_000)));

    assertThat(visit.record().lastAccessAt()).isEqualTo(before.lastAccessAt());
    assertThat(visit.record().createdAt()).isEqualTo(before.createdAt());
    assertThat(redis.ttl(key(visit))).isBetween(150_000 - SLACK, 150_000L);
    visit.changed(of(timeouts(200_000, 240_000)));
    assertThat(redis.ttl(key(visit))).isBetween(150_000 - SLACK, 150_000L);
  }

  @Test
  void timeoutsThatAreOverEndTheSessionAndAreTold() {
    Visit visit = logIn("ada");
    redis.age(key(visit), visit.record(), 60_000);
    try (Listener listener = listener(key(visit))) {
      assertThat(visit.change(of(timeouts(50_000, 900_000)))).isEmpty();

      assertThat(listener.heard()).containsExactly(visit.id().value());
      assertThat(redis.holds(key(visit))).isFalse();
      assertThat(redis.holds(keys.index("ada"))).isFalse();
    }
  }

  @Test
  void anAnonymousSessionHasItsTimeoutsChangedToo() {
    Visit visit = Sample.anonymous().in(store);
    assertThat(visit.change(of(timeouts(200_000, 900_000)))).isPresent();

    assertThat(redis.ttl(key(visit))).isBetween(210_000 - SLACK, 210_000L);
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(1);
  }

  @Test
  void theIndexOutlivesASessionOfLongerTimeouts() {
    Visit visit = Sample.of("ada").timeouts(timeouts(60_000, 60_000)).in(store);
    visit.changed(of(timeouts(200_000, 900_000)));

    assertThat(redis.ttl(keys.index("ada"))).isBetween(900_000 - SLACK, 900_000L);
  }

  private static Timeouts timeouts(long idleMillis, long absoluteMillis) {
    return new Timeouts(Duration.ofMillis(idleMillis), Duration.ofMillis(absoluteMillis));
  }

  private static SessionDelta of(Timeouts timeouts) {
    return of(Optional.empty(), Optional.of(timeouts));
  }

  private static SessionDelta of(Optional<String> label, Optional<Timeouts> timeouts) {
    return new SessionDelta(Map.of(), label, timeouts);
  }
}
