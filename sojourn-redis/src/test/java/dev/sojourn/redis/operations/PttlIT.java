package dev.sojourn.redis.operations;

import static dev.sojourn.redis.rig.Meanwhile.named;
import static dev.sojourn.redis.rig.Meanwhile.once;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 18: the TTL is read last, and a key without one is no session. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class PttlIT extends OnRedis {

  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");

  PttlIT(Setup setup) {
    super(setup);
  }

  @Test
  void theTtlIsAskedAfterTheRecord() {
    TestClient client = logIn("ada");
    try (CommandMonitor monitor = monitor(key(client))) {
      assertOpens(client);
      assertThat(monitor.sent()).hasSize(2).first().isIn("HGETALL", "GET", "JSON.GET");
      assertThat(monitor.sent()).last().isEqualTo("PTTL");
    }
  }

  /** The session ends between the reads of its record and its TTL. */
  @Test
  void aSessionThatEndedBetweenTheTwoIsNotThere() {
    TestClient client = logIn("ada");
    gate.guard(once(named("PTTL"), client::revoke));

    assertThat(client.at(slow).access()).isEqualTo(new Refused(Refusal.UNKNOWN));
  }

  @Test
  void aSessionThatExpiredBetweenTheTwoIsNotThere() {
    TestClient client = logIn("ada");
    gate.guard(once(named("PTTL"), () -> redis.expireIn(key(client), 0)));

    assertThat(client.at(slow).peek()).isEqualTo(new Refused(Refusal.UNKNOWN));
  }

  /** Sojourn writes no key without a TTL; accepting one would be a session without end. */
  @Test
  void aSessionWithoutATtlIsNotThere() {
    TestClient client = logIn("ada");
    redis.at(key(client)).call("PERSIST", key(client));

    assertThat(client.access()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(client.read()).isEmpty();
    assertThat(ids("ada")).isEmpty();
    redis.expireIn(key(client), 60_000);
    assertThat(client.access()).isInstanceOf(Live.class);
  }
}
