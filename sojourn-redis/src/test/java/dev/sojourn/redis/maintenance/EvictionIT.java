package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.LogCapture;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.Statistics;
import dev.sojourn.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that may evict indexes before the sessions in them: law 2 rests on its setting. */
@EachServer
class EvictionIT {

  private static final String LIMIT = "500mb";

  private final RedisServer server;
  private RespClient admin;

  EvictionIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
  }

  @BeforeEach
  void connect() {
    admin = server.connect();
  }

  @AfterEach
  void end() {
    set("0", "noeviction");
    admin.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"volatile-lru", "volatile-ttl", "allkeys-lru", "allkeys-random"})
  void aPolicyThatEvictsIsToldAtTheStartAndInStatistics(String policy) {
    set(LIMIT, policy);
    try (LogCapture log = new LogCapture(Level.WARN)) {
      assertThat(statistics().evictionPolicy()).contains(policy);
      assertThat(log.text())
          .contains("its maxmemory-policy is " + policy + "; set it to noeviction");
    }
  }

  @ParameterizedTest
  @CsvSource({LIMIT + ", noeviction", "0, volatile-lru"})
  void nothingIsSaidWhereNothingIsEvicted(String limit, String policy) {
    set(limit, policy);
    try (LogCapture log = new LogCapture(Level.WARN)) {
      assertThat(statistics().evictionPolicy()).isEmpty();
      assertThat(log.text()).doesNotContain("evict");
    }
  }

  /** Until then, a session whose index was evicted stands in no list. */
  @Test
  void theNextTouchOfASessionMendsTheIndexThatWasEvicted() {
    try (FaultRig rig = FaultRig.on(server, Duration.ofSeconds(5))) {
      Issued ada = rig.through().create(NewSession.of("ada")).orElseThrow();
      admin.call("DEL", "user:ada:sessions");
      rig.makeTouchDue(ada.session().id());
      assertThat(rig.through().access(ada.token())).isPresent();
      rig.awaitHealed();

      assertThat(rig.through().revokeAll("ada", EndReason.LOGOUT).count()).isEqualTo(1);
    }
  }

  private Statistics statistics() {
    try (RedisMaintenance maintenance =
        RedisMaintenance.connect(RedisSettings.of(server.maintenanceUri()))) {
      return Await.of(maintenance.statistics());
    }
  }

  private void set(String limit, String policy) {
    admin.call("CONFIG", "SET", "maxmemory", limit);
    admin.call("CONFIG", "SET", "maxmemory-policy", policy);
  }
}
