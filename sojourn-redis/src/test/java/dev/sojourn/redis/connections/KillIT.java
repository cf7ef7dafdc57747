package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionId;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.redis.rig.KilledClient;
import dev.sojourn.redis.rig.ObservedData;
import dev.sojourn.redis.rig.OtherJvm;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.ProcessOutput;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that is killed at any moment leaves nothing half done: every key has a TTL, every
 * session can be read, and indexes and sessions agree (FT11, laws 2 and 3).
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onOneStandalone")
class KillIT {

  private static final int KILLS = 500;
  private static final int SETUPS = 6;
  private static final int MAX_RUN_MILLIS = 200;

  private final Setup setup;
  private final RedisServer server;
  private final RespClient admin;
  private final RedisSessions redis;
  private final Random random = new Random();

  KillIT(Setup setup) {
    this.setup = setup;
    server = SharedServers.fresh(setup.kind());
    admin = server.connect();
    redis = RedisSessions.connect(setup.settings());
  }

  @BeforeEach
  void teach() {
    AllScripts.teach(server);
  }

  @AfterEach
  void end() {
    redis.close();
    admin.close();
  }

  /** Two processes at a time; the six setups share the kills of a full run. */
  @Test
  void whateverItDoesNothingIsHalfDone() {
    for (int round = 0; round < Rounds.of(KILLS / SETUPS / 2); round++) {
      Concurrently.both(this::runAndKill, this::runAndKill);
      assertNothingIsHalfDone();
    }
  }

  private int runAndKill() {
    try {
      Process process = OtherJvm.running(KilledClient.class, setup, server.userUri()).start();
      killLater(process);
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void killLater(Process process) throws IOException {
    ProcessOutput output = ProcessOutput.of(process);
    try {
      assertThat(output.next()).isEqualTo("begun");
      LockSupport.parkNanos(random.nextInt(MAX_RUN_MILLIS) * 1_000_000L);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private void assertNothingIsHalfDone() {
    awaitItsConnectionsClosed();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.DEFAULT.absolute());
    ObservedData observed = ObservedData.in(admin, redis.store());
    assertThat(observed.strays()).as("sessions that no index names").isEmpty();
    assertThat(keysOf(observed)).as("keys that are no session").containsAll(sessionKeys());
    for (Map.Entry<String, Set<String>> index : indexes().entrySet()) {
      assertThat(observed.ids().stream().map(SessionId::value))
          .as("what " + index.getKey() + " names")
          .containsAll(index.getValue());
    }
  }

  private void awaitItsConnectionsClosed() {
    await()
        .until(
            () ->
                admin
                        .text("CLIENT", "LIST")
                        .lines()
                        .filter(line -> line.contains("user=sojourn"))
                        .count()
                    == 1);
  }

  private static Set<String> keysOf(ObservedData observed) {
    return observed.ids().stream().map(Keys::of).collect(Collectors.toSet());
  }

  /** Without what says where a session went at a login. */
  private Set<String> sessionKeys() {
    Set<String> keys = new HashSet<>(admin.texts("KEYS", "session:*"));
    keys.removeIf(key -> key.endsWith(":moved"));
    return keys;
  }

  private Map<String, Set<String>> indexes() {
    return admin.texts("KEYS", "user:*").stream()
        .collect(
            Collectors.toMap(
                index -> index, index -> new HashSet<>(admin.texts("SMEMBERS", index))));
  }
}
