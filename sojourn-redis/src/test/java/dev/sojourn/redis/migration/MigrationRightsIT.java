package dev.sojourn.redis.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A migration needs a Redis user of its own: those of servers and sweeps lack its permissions (J2,
 * H2).
 */
@EachServer
final class MigrationRightsIT {

  private final RedisServer server;

  MigrationRightsIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
  }

  @Test
  void whoServesOrSweepsMayNotMoveSessions() {
    assertThatThrownBy(() -> connect(server.userUri()))
        .isInstanceOf(MaintenanceNotAllowed.class)
        .hasMessage(
            "the Redis user lacks the right for SCAN, which a migration needs;"
                + " docs/storage.md has a user for it");
    assertThatThrownBy(() -> connect(server.maintenanceUri()))
        .isInstanceOf(MaintenanceNotAllowed.class)
        .hasMessageContaining("which a migration needs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scan", "info", "exists", "pttl", "hgetall", "get", "eval", "time", "type", "hset", "hget",
        "hdel", "hmget", "pexpire", "set", "del", "rename", "publish"
      })
  void whatIsMissingIsSaidInOneSentence(String command) {
    try (RespClient admin = server.connect()) {
      admin.call("ACL", "SETUSER", "less", "reset", "on", ">x", "~*", "&*", "+@all");
      admin.call(
          "ACL", "SETUSER", "less", "-" + command, command.equals("eval") ? "-evalsha" : "+ping");
      assertThatThrownBy(() -> connect("redis://less:x@127.0.0.1:" + server.port()))
          .isInstanceOf(MaintenanceNotAllowed.class)
          .hasMessageContaining(command.toUpperCase(Locale.ROOT));
      admin.call("ACL", "DELUSER", "less");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SADD user:ada:sessions a",
        "SMEMBERS user:ada:sessions",
        "DEL user:ada:sessions",
        "GET other",
        "KEYS *",
        "CONFIG GET *",
        "FLUSHALL"
      })
  void itMayNoMore(String command) {
    try (RespClient client = RespClient.connect(server.migrateUri())) {
      assertThatThrownBy(() -> client.call(command.split(" ")))
          .isInstanceOf(RespError.class)
          .hasMessageContaining("NOPERM");
    }
  }

  @Test
  void theFirstLookLeavesNothingBehind() {
    connect(server.migrateUri()).close();
    assertThat(server.call("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void whereThereIsNoJsonTypeNothingIsMovedIntoIt() {
    assertThatThrownBy(
            () ->
                RedisMigration.connect(
                    RedisSettings.of(server.migrateUri()).withLayout(LayoutName.JSON)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageStartingWith("this server has no JSON type");
  }

  private static RedisMigration connect(String uri) {
    return RedisMigration.connect(RedisSettings.of(uri).withLayout(LayoutName.STRING));
  }
}
