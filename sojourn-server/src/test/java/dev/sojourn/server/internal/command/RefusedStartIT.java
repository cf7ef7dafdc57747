package dev.sojourn.server.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.server.internal.service.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails: quickly, with the right exit status and one sentence. */
final class RefusedStartIT {

  private static final Duration A_FEW_SECONDS = Duration.ofSeconds(10);

  @TempDir private Path directory;

  @Test
  void withoutAKeyFileARedisOfOnesOwnIsNotServed() throws Exception {
    assertRefused(2, "--keys-file FILE", Map.of(), "--redis", "redis://127.0.0.1:1");
  }

  @Test
  void anUnknownFlagIsWrongUsage() throws Exception {
    assertRefused(2, "unknown option --fast", Map.of(), "--fast");
  }

  @Test
  void aRedisThatIsNotThereIsTrouble() throws Exception {
    assertRefused(1, "Redis cannot be reached", onRedis("redis://:hunter2@127.0.0.1:1"));
  }

  @Test
  void aRedisWhoseNameNobodyKnowsIsTrouble() throws Exception {
    assertRefused(1, "Redis cannot be reached", onRedis("redis://:hunter2@no.such.host.invalid"));
  }

  @Test
  void aRedisThatDoesNotAnswerIsTrouble() throws Exception {
    try (RedisServer redis = RedisServers.start(ServerKind.any())) {
      redis.freeze();
      assertRefused(1, "Redis", onRedis(redis.userUri()));
    }
  }

  @Test
  void aWrongPasswordIsTroubleAndIsNotRepeated() throws Exception {
    try (RedisServer redis = RedisServers.start(ServerKind.any())) {
      assertRefused(
          1,
          "Redis refuses the user name or password",
          onRedis("redis://sojourn:hunter2@127.0.0.1:" + redis.port()));
    }
  }

  @Test
  void aRedisWithoutTheJsonTypeIsTroubleForLayoutJson() throws Exception {
    try (RedisServer redis = RedisServers.start(ServerKind.any())) {
      assertRefused(
          1, "this server has no JSON type", onRedis(redis.userUri()), "--layout", "json");
    }
  }

  @Test
  void aPortThatIsTakenIsTroubleAndThePrivateRedisIsGone() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      ServiceProcess service =
          assertRefused(
              1,
              "cannot listen on " + address + ": another process has that port",
              Map.of(),
              "--listen",
              address);
      assertThat(service.privateDirectory()).isEmpty();
    }
  }

  @Test
  void aKeyFileWithAWrongLineIsWrongUsage() throws Exception {
    Path keys = Files.writeString(directory.resolve("keys"), "web app hunter2\n");
    assertRefused(
        2,
        "--keys-file: line 1 of the key file",
        Map.of(),
        "--redis=redis://127.0.0.1:1",
        "--keys-file=" + keys);
  }

  private Map<String, String> onRedis(String uri) throws IOException {
    Path keys = directory.resolve("keys");
    Files.writeString(keys, "web app " + "9f".repeat(32) + "\n");
    return Map.of("SOJOURN_REDIS", uri, "SOJOURN_KEYS_FILE", keys.toString());
  }

  private ServiceProcess assertRefused(
      int status, String why, Map<String, String> environment, String... args) throws Exception {
    long began = System.nanoTime();
    String[] command = new String[args.length + 1];
    command[0] = "serve";
    System.arraycopy(args, 0, command, 1, args.length);
    try (ServiceProcess service = ServiceProcess.launch(directory, environment, command)) {
      assertThat(service.exitStatus()).isEqualTo(status);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(A_FEW_SECONDS);
      assertThat(service.err().lines())
          .singleElement()
          .asString()
          .startsWith("sojourn: ")
          .contains(why);
      assertThat(service.err()).doesNotContain("hunter2");
      assertThat(service.out()).isEmpty();
      return service;
    }
  }
}
