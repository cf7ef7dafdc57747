package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user {@code sojourn} has the rights in {@code sojourn.acl}, and no others. */
@EachServer
class LeastPrivilegeIT {

  private final RespClient user;

  LeastPrivilegeIT(ServerKind kind) {
    user = RespClient.connect(SharedServers.fresh(kind).userUri());
  }

  @AfterEach
  void end() {
    user.close();
  }

  @Test
  void itWritesAndReadsSessionsBelowEachNamespace() {
    assertThat(user.call("SET", "session:a", "1", "PX", "1000")).isEqualTo("OK");
    assertThat(user.call("SADD", "test:user:ada:sessions", "a")).isEqualTo(1L);
    assertThat(user.call("SSCAN", "test:user:ada:sessions", "0"))
        .isEqualTo(List.of("0", List.of("a")));
  }

  @Test
  void itsScriptsWriteAndPublish() {
    String script = "redis.call('DEL', KEYS[1]) return redis.call('PUBLISH', ARGV[1], 'a')";
    assertThat(user.call("EVAL", script, "1", "session:a", "session:invalidate")).isEqualTo(0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEYS *",
        "SCAN 0",
        "FLUSHALL",
        "CONFIG GET *",
        "DEBUG SLEEP 0",
        "RESTORE session:a 0 x",
        "CLIENT LIST",
        "MONITOR",
        "ACL LIST",
        "GET other",
        "SET sessions:a 1",
        "PUBLISH other a",
        "PSUBSCRIBE *"
      })
  void everythingElseIsRefused(String command) {
    assertThatThrownBy(() -> user.call(command.split(" ")))
        .isInstanceOfSatisfying(
            RespError.class, error -> assertThat(error.code()).isEqualTo("NOPERM"));
  }
}
