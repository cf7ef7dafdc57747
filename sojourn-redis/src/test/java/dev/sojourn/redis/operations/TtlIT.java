package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Timeouts;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 8: an update never slides the session; a change of timeouts sets the TTL in the same script
 * and publishes.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class TtlIT extends OnRedis {

  /** Below any deadline, so that a slide would show. */
  private static final long LOW = 100_000;

  /** Longer than a test takes. */
  private static final long SLACK = 20_000;

  TtlIT(Setup setup) {
    super(setup);
  }

  @Test
  void aNewSessionLivesForItsIdleTimeoutAndOneInterval() {
    TestClient client = Sample.of("ada").timeouts(timeouts(40_000, 90_000)).in(store);
    assertThat(redis.ttl(key(client))).isBetween(42_000 - SLACK, 42_000L);
  }

  @Test
  void aNewSessionLivesNoLongerThanItsAbsoluteTimeout() {
    TestClient client = Sample.of("ada").timeouts(timeouts(90_000, 90_001)).in(store);
    assertThat(redis.ttl(key(client))).isBetween(90_001 - SLACK, 90_001L);
  }

  @Test
  void nothingButATouchSlides() {
    updates()
        .forEach(
            (name, update) -> {
              TestClient client = Sample.of("ada").with("role", "admin").in(store);
              redis.expireIn(key(client), LOW);
              update.accept(client);
              assertThat(redis.ttl(key(client))).as(name).isBetween(LOW - SLACK, LOW);
            });
  }

  private static Map<String, Consumer<TestClient>> updates() {
    Map<String, Consumer<TestClient>> updates = new LinkedHashMap<>();
    updates.put("put", client -> client.put("cart", "full"));
    updates.put("remove", client -> client.changed(SessionDelta.of(Map.of("role", new Remove()))));
    updates.put("edit", client -> client.changed(TestClient.editingDelta("role", old -> old)));
    updates.put("label", client -> client.changed(of(Optional.of("Phone"), Optional.empty())));
    updates.put("rotate", TestClient::rotated);
    updates.put("first use of a secret", client -> client.rotated().peek());
    return updates;
  }

  @Test
  void otherTimeoutsMoveTheTtlAndAreTold() {
    TestClient client = logIn("ada");
    try (ChannelListener listener = listener(key(client))) {
      client.changed(of(timeouts(200_000, 900_000)));

      assertThat(listener.messages()).containsExactly(client.id().value());
      assertThat(redis.ttl(key(client))).isBetween(210_000 - SLACK, 210_000L);
    }
  }

  /** New timeouts count from the last access, which does not change. */
  @Test
  void otherTimeoutsCountFromTheLastAccess() {
    TestClient client = logIn("ada");
    redis.age(key(client), client.record(), 60_000);
    SessionRecord before = client.record();
    client.changed(of(timeouts(200_000, 900_000)));

    assertThat(client.record().lastAccessAt()).isEqualTo(before.lastAccessAt());
    assertThat(client.record().createdAt()).isEqualTo(before.createdAt());
    assertThat(redis.ttl(key(client))).isBetween(150_000 - SLACK, 150_000L);
    client.changed(of(timeouts(200_000, 240_000)));
    assertThat(redis.ttl(key(client))).isBetween(150_000 - SLACK, 150_000L);
  }

  @Test
  void timeoutsThatAreOverEndTheSessionAndAreTold() {
    TestClient client = logIn("ada");
    redis.age(key(client), client.record(), 60_000);
    try (ChannelListener listener = listener(key(client))) {
      assertThat(client.change(of(timeouts(50_000, 900_000)))).isEmpty();

      assertThat(listener.messages()).containsExactly(client.id().value());
      assertThat(redis.holds(key(client))).isFalse();
      assertThat(redis.holds(keys.index("ada"))).isFalse();
    }
  }

  @Test
  void anAnonymousSessionHasItsTimeoutsChangedToo() {
    TestClient client = Sample.anonymous().in(store);
    assertThat(client.change(of(timeouts(200_000, 900_000)))).isPresent();

    assertThat(redis.ttl(key(client))).isBetween(210_000 - SLACK, 210_000L);
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(1);
  }

  @Test
  void theIndexOutlivesASessionOfLongerTimeouts() {
    TestClient client = Sample.of("ada").timeouts(timeouts(60_000, 60_000)).in(store);
    client.changed(of(timeouts(200_000, 900_000)));

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
