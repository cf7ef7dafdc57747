package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.KeyFile;
import dev.sojourn.server.internal.api.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on a given Redis, as in production. */
final class GivenRedisIT {

  private static final String KEY = "key-of-the-test";
  private static final int WRITERS = 8;

  @TempDir private Path directory;

  private RedisServer redis;

  @BeforeEach
  void startRedis() {
    redis = RedisServers.start(ServerKind.any());
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void sessionsOutliveTheServiceAndItsSecretsAreNowhere() throws Exception {
    String token;
    try (ServiceProcess service = serve()) {
      token = caller(service).create("{\"user\":\"ada\"}").token();
      assertThat(service.out().lines()).singleElement().asString().startsWith("listening on ");
      assertThat(Shell.run("ps -eo args")).doesNotContain(redis.userUri());
      assertThat(service.stop()).isZero();
      assertThat(service.out() + service.err()).doesNotContain(redis.userUri(), KEY, token);
    }
    try (ServiceProcess service = serve()) {
      assertThat(caller(service).verify(token).at("/session/user")).isEqualTo("ada");
    }
  }

  @Test
  void healthIsServedAtTheManagementAddressAlone() throws Exception {
    try (ServiceProcess service = serve("--management=127.0.0.1:0")) {
      String line = service.out().lines().findFirst().orElseThrow();
      assertThat(line).startsWith("health and metrics on http://127.0.0.1:");
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      assertThat(new Caller(port, Optional.empty()).get("/health/ready").status()).isEqualTo(200);
      assertThat(caller(service).get("/health/ready").status()).isEqualTo(404);
    }
  }

  @Test
  void thePasswordInAFlagIsWarnedOf() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.launch(
                directory,
                Map.of("SOJOURN_KEYS_FILE", keysFile(), "SOJOURN_LISTEN", "127.0.0.1:0"),
                "serve",
                "--redis",
                redis.userUri())
            .awaitListening()) {
      assertThat(service.err())
          .startsWith("sojourn: everybody on this machine can see the password in --redis")
          .doesNotContain(redis.userUri());
    }
  }

  /** FT29: every change acknowledged before the shutdown is stored. */
  @Test
  void whatWasAcknowledgedUnderLoadIsThereAfterASigterm() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    CountDownLatch warm = new CountDownLatch(WRITERS);
    try (ServiceProcess service = serve()) {
      String id = caller(service).create("{\"user\":\"ada\"}").id();
      List<Future<Integer>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(n -> threads.submit(writer(caller(service), id, "n" + n, warm)))
              .toList();
      assertThat(warm.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(service.stop()).isZero();
      for (int n = 0; n < WRITERS; n++) {
        String stored = String.valueOf(redis.call("HGET", "session:" + id, "n" + n));
        int acknowledged = writers.get(n).get(30, TimeUnit.SECONDS);
        assertThat(number(stored)).isBetween(acknowledged, acknowledged + 1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Increments an attribute until the service stops; returns the last acknowledged count. */
  private static Callable<Integer> writer(
      Caller caller, String id, String name, CountDownLatch warm) {
    return () -> {
      for (int count = 1; ; count++) {
        if (count == 20) {
          warm.countDown();
        }
        try {
          Reply reply =
              caller.patch(
                  "/v1/sessions/" + id, "{\"attributes\":{\"" + name + "\":" + count + "}}");
          if (reply.status() != 200) {
            return count - 1;
          }
        } catch (UncheckedIOException gone) {
          return count - 1;
        }
      }
    };
  }

  /** The number in a stored value, without its type prefix. */
  private static int number(String stored) {
    return Integer.parseInt(stored.replaceAll("\\D", ""));
  }

  private ServiceProcess serve(String... more) throws IOException {
    String[] args = new String[more.length + 1];
    args[0] = "serve";
    System.arraycopy(more, 0, args, 1, more.length);
    return ServiceProcess.launch(
            directory,
            Map.of(
                "SOJOURN_REDIS", redis.userUri(),
                "SOJOURN_KEYS_FILE", keysFile(),
                "SOJOURN_LISTEN", "127.0.0.1:0"),
            args)
        .awaitListening();
  }

  private static Caller caller(ServiceProcess service) {
    return new Caller(service.port(), Optional.of(KEY));
  }

  private String keysFile() throws IOException {
    return KeyFile.in(directory, KEY).toString();
  }
}
