package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.NewSession;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An idle connection is checked now and then. */
class IdleConnectionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RedisServer server = SharedServers.fresh(ServerKind.any());
  private final FaultProxy proxy = FaultProxy.before(server);
  private final FaultProxy other = FaultProxy.before(server);
  private final RedisSessions redis = RedisSessions.connect(proxy.userUri());
  private final RedisSessions well = RedisSessions.connect(other.userUri());

  @AfterEach
  void end() {
    redis.close();
    well.close();
    proxy.close();
    other.close();
  }

  /** A firewall dropped it silently. A healthy connection that is just as idle stays open. */
  @Test
  void oneThatIsHalfOpenIsReplacedBeforeSomebodyNeedsIt() {
    int connections = proxy.accepted();
    int others = other.accepted();
    proxy.links().forEach(link -> link.fault(new Fault.BlackHole()));
    await().atMost(PATIENCE).until(() -> proxy.accepted() > connections);
    await().atMost(PATIENCE).until(() -> FaultRig.answers(redis));
    assertThat(redis.sessions().create(NewSession.of("ada")).orElseThrow().token()).isNotNull();
    assertThat(FaultRig.answers(well)).isTrue();
    assertThat(other.accepted()).isEqualTo(others);
  }
}
