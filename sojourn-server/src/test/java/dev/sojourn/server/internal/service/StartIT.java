package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * FT30: nothing listens during startup, so that the service is not taken for ready; once it
 * listens, it is ready.
 */
final class StartIT {

  @TempDir private Path directory;

  @Test
  void nothingListensUntilRedisHasAnswered() throws Exception {
    int port = freePort();
    int management = freePort();
    try (RedisServer redis = RedisServers.start(ServerKind.any());
        FaultProxy proxy = FaultProxy.before(redis)) {
      proxy.all(new Fault.Freeze());
      try (ServiceProcess service = launch(proxy.userUri(), port, management)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !proxy.links().isEmpty());
        assertNotListening(port);
        assertNotListening(management);
        assertThat(service.isAlive()).as("its start goes on").isTrue();
        proxy.clear();

        service.awaitListening();
        assertThat(to(management).get("/health/ready").status()).isEqualTo(200);
        assertThat(to(port).get("/v1/stats").status()).isEqualTo(401);
      }
    }
  }

  private ServiceProcess launch(String redis, int port, int management) throws IOException {
    Path keys = KeyFile.in(directory, "key-of-the-test");
    return ServiceProcess.launch(
        directory,
        Map.of("SOJOURN_REDIS", redis, "SOJOURN_KEYS_FILE", keys.toString()),
        "serve",
        "--listen=127.0.0.1:" + port,
        "--management=127.0.0.1:" + management);
  }

  private static void assertNotListening(int port) {
    for (String path : new String[] {"/health/ready", "/health/live", "/v1/stats"}) {
      assertThatThrownBy(() -> to(port).get(path))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(ConnectException.class);
    }
  }

  private static Caller to(int port) {
    return new Caller(port, Optional.empty());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
