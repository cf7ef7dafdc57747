package dev.sojourn.redis;

import static dev.sojourn.redis.Meanwhile.named;
import static dev.sojourn.redis.Meanwhile.once;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.CommandGate;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.Visit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 18: the TTL is asked last, and without one the session is not there. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
final class PttlIT extends OnRedis {

  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");

  PttlIT(Setup setup) {
    super(setup);
  }

  @Test
  void theTtlIsAskedAfterTheRecord() {
    Visit visit = logIn("ada");
    try (Monitor monitor = monitor(key(visit))) {
      assertOpens(visit);
      assertThat(monitor.sent()).hasSize(2).first().isIn("HGETALL", "GET", "JSON.GET");
      assertThat(monitor.sent()).last().isEqualTo("PTTL");
    }
  }

  /** The record came, and the session ended before its TTL was asked. */
  @Test
  void aSessionThatEndedBetweenTheTwoIsNotThere() {
    Visit visit = logIn("ada");
    gate.guard(once(named("PTTL"), visit::revoke));

    assertThat(visit.at(slow).access()).isEqualTo(new Refused(Refusal.UNKNOWN));
  }

  @Test
  void aSessionThatExpiredBetweenTheTwoIsNotThere() {
    Visit visit = logIn("ada");
    gate.guard(once(named("PTTL"), () -> redis.expireIn(key(visit), 0)));

    assertThat(visit.at(slow).peek()).isEqualTo(new Refused(Refusal.UNKNOWN));
  }

  /** A key that never expires is none of ours, and accepted it would be a session without end. */
  @Test
  void aSessionWithoutATtlIsNotThere() {
    Visit visit = logIn("ada");
    redis.at(key(visit)).call("PERSIST", key(visit));

    assertThat(visit.access()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(visit.read()).isEmpty();
    assertThat(ids("ada")).isEmpty();
    redis.expireIn(key(visit), 60_000);
    assertThat(visit.access()).isInstanceOf(Live.class);
  }
}
