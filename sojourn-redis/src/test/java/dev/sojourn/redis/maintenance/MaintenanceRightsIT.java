package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.testkit.Await;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maintenance needs a Redis user of its own, which cannot read sessions (J2, H2). */
@EachServer
final class MaintenanceRightsIT {

  private final RedisServer server;

  MaintenanceRightsIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
  }

  @Test
  void whoServesSessionsMayNotWalkOverThem() {
    assertThatThrownBy(() -> RedisMaintenance.connect(RedisSettings.of(server.userUri())))
        .isInstanceOf(MaintenanceNotAllowed.class)
        .hasMessage(
            "the Redis user lacks the right for SCAN, which sweeps and statistics need;"
                + " docs/storage.md has a user for them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scan", "dbsize", "info", "sscan", "scard", "exists", "pttl", "hgetall", "eval", "srem",
        "time", "type", "hset", "hget", "hdel", "pexpire", "set", "get", "del"
      })
  void whatIsMissingIsSaidInOneSentence(String command) {
    try (RespClient admin = server.connect()) {
      admin.call("ACL", "SETUSER", "less", "reset", "on", ">x", "~*", "&*", "+@all");
      admin.call(
          "ACL", "SETUSER", "less", "-" + command, command.equals("eval") ? "-evalsha" : "+ping");
      String uri = "redis://less:x@127.0.0.1:" + server.port();
      assertThatThrownBy(() -> RedisMaintenance.connect(RedisSettings.of(uri)))
          .isInstanceOf(MaintenanceNotAllowed.class)
          .hasMessageContaining(command.toUpperCase(Locale.ROOT));
      admin.call("ACL", "DELUSER", "less");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET session:a",
        "HGETALL session:a",
        "SET session:a 1",
        "DEL session:a",
        "PEXPIRE session:a 1",
        "SADD user:ada:sessions a",
        "PUBLISH session:invalidate a",
        "EVAL redis.call('DEL',KEYS[1]) 1 session:a",
        "EVAL redis.call('HGETALL',KEYS[1]) 1 session:a",
        "GET other",
        "EXISTS other",
        "KEYS *",
        "CONFIG GET *"
      })
  void itLearnsNothingOfASessionAndEndsNone(String command) {
    try (RespClient maintenance = RespClient.connect(server.maintenanceUri())) {
      assertThatThrownBy(() -> maintenance.call(command.split(" ")))
          .isInstanceOf(RespError.class)
          .hasMessageMatching(
              "(?s).*(NOPERM|No permissions|can't run this command|can't access).*");
    }
  }

  @Test
  void aNamespaceIsSweptAlone() {
    try (RedisMaintenance shop =
            RedisMaintenance.connect(
                RedisSettings.of(server.maintenanceUri()).withNamespace("test"));
        RespClient admin = server.connect()) {
      admin.call("SADD", "test:user:ada:sessions", "AAAAAAAAAAAAAAAAAAAAAA");
      admin.call("SADD", "user:ada:sessions", "AAAAAAAAAAAAAAAAAAAAAA");
      Started<SweepReport> started =
          (Started<SweepReport>) Await.of(shop.sweep(SweepRequest.of(SweepMode.REMOVE)));

      assertThat(Await.of(started.end()).removed()).isEqualTo(1);
      assertThat(admin.texts("KEYS", "*"))
          .containsExactlyInAnyOrder("user:ada:sessions", "test:sweep:latest");
    }
  }

  @Test
  void aServerThatWillNotDoIsRefused() {
    assertThatThrownBy(
            () ->
                RedisMaintenance.connect(
                    RedisSettings.of(
                        "redis://sojourn-maintenance:wrong@127.0.0.1:" + server.port())))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("Redis refuses the user name or password");
    try (RedisMaintenance maintenance =
        RedisMaintenance.connect(
            RedisSettings.of(server.maintenanceUri()).withKeyspace(KeyspaceName.SLOTTED))) {
      assertThat(Await.of(maintenance.latestSweep())).isEmpty();
    }
  }
}
