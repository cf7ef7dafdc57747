package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.server.internal.api.EventReader;
import dev.sojourn.server.internal.api.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of the try-out, which leaves nothing behind. */
final class StopIT {

  private static final Duration BOUND = Duration.ofSeconds(2);

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void aSignalEndsItWithStatusZeroAndNothingIsLeft(String signal) throws Exception {
    try (ServiceProcess service = ServiceProcess.tryOut(directory)) {
      Path redis = service.privateDirectory().orElseThrow();
      String pid = redisPid(redis);
      service.caller().create("{\"user\":\"ada\"}");
      service.signal(signal);
      assertThat(service.exitStatus()).isZero();
      assertThat(redis).doesNotExist();
      assertThat(isRunning(pid)).isFalse();
      assertThat(service.out().lines().filter(line -> line.contains("listening on"))).hasSize(1);
      assertThat(service.err()).doesNotContain("\tat ").doesNotContain("ERROR");
    }
  }

  @Test
  void whenItIsKilledItsRedisAndTheDirectoryAreGoneWithinTwoSeconds() throws Exception {
    try (ServiceProcess service = ServiceProcess.tryOut(directory)) {
      Path redis = service.privateDirectory().orElseThrow();
      String pid = redisPid(redis);
      assertThat(isRunning(pid)).isTrue();
      service.signal("KILL");
      await()
          .atMost(BOUND)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !Files.exists(redis) && !isRunning(pid));
    }
  }

  @Test
  void whenItIsToldToStopWhileItStartsNothingIsLeft() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.launch(directory, Map.of(), "serve", "--listen=127.0.0.1:0")) {
      await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> service.privateDirectory().filter(StopIT::hasRedis).isPresent());
      Path redis = service.privateDirectory().orElseThrow();
      String pid = redisPid(redis);
      assertThat(service.stop()).isZero();
      await().atMost(BOUND).until(() -> !Files.exists(redis) && !isRunning(pid));
    }
  }

  /** A terminal sends Ctrl-C to all foreground processes, in any order. */
  @Test
  void aCtrlCThatReachesTheOtherProcessesFirstLeavesRedisToTheDraining() throws Exception {
    try (ServiceProcess service = ServiceProcess.tryOut(directory)) {
      ProcessHandle watchdog = service.handle().children().findFirst().orElseThrow();
      String token = service.caller().create("{}").token();
      for (String signal : new String[] {"INT", "QUIT", "HUP", "TERM"}) {
        Shell.run("kill -" + signal + " " + watchdog.pid());
      }
      assertThat(service.caller().verify(token).at("/active")).isEqualTo("true");
      assertThat(session(redisPid(service.privateDirectory().orElseThrow())))
          .isNotEqualTo(session(String.valueOf(service.handle().pid())));
      assertThat(service.stop()).isZero();
      assertThat(service.privateDirectory()).isEmpty();
    }
  }

  @Test
  void aRequestUnderWayIsAnsweredBeforeTheEnd() throws Exception {
    try (ServiceProcess service = ServiceProcess.tryOut(directory, "--command-timeout=20s");
        RespClient redis = RespClient.connect(service.redisUri())) {
      redis.call("CLIENT", "PAUSE", "20000", "WRITE");
      CompletableFuture<Reply> answer =
          service.caller().sendLater("POST", "/v1/sessions", "{\"user\":\"ada\"}");
      await().until(() -> redis.text("INFO", "clients").contains("blocked_clients:1"));
      service.signal("TERM");
      await().atMost(BOUND).until(() -> refusesConnections(service.port()));
      assertThat(answer).isNotDone();
      redis.call("CLIENT", "UNPAUSE");
      assertThat(answer).succeedsWithin(BOUND).extracting(Reply::status).isEqualTo(201);
      assertThat(service.exitStatus()).isZero();
    }
  }

  /** They must not delay the stop by the ten seconds for requests in progress. */
  @Test
  void streamsOfEventsEndWithIt() throws Exception {
    try (ServiceProcess service = ServiceProcess.tryOut(directory, "--near-cache");
        EventReader reader = EventReader.open(service.port(), service.key())) {
      String id = service.caller().create("{}").id();
      service.caller().delete("/v1/sessions/" + id);
      reader.awaitId(id);
      long begun = System.nanoTime();
      assertThat(service.stop()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
      reader.awaitEnd();
      assertThat(reader.lines()).noneMatch(line -> line.startsWith("broken"));
      assertThat(service.err()).doesNotContain("ERROR");
    }
  }

  @Test
  void whoCleansUpTemporaryFilesDoesNotKeepRedisAlive() throws Exception {
    try (ServiceProcess service = ServiceProcess.tryOut(directory)) {
      Path redis = service.privateDirectory().orElseThrow();
      String pid = redisPid(redis);
      assertThat(service.caller().create("{}").status()).isEqualTo(201);
      Shell.run("rm -rf " + redis);
      service.signal("KILL");
      await().atMost(BOUND).until(() -> !isRunning(pid));
    }
  }

  @Test
  void noProcessHasASecretAmongItsArguments() {
    try (ServiceProcess service = ServiceProcess.tryOut(directory)) {
      assertThat(Shell.run("ps -eo args"))
          .contains("watchdog.sh")
          .doesNotContain(service.password(), service.key());
    }
  }

  private static boolean refusesConnections(int port) throws IOException {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }

  private static boolean hasRedis(Path directory) {
    return Files.exists(directory.resolve("redis.pid"))
        && !Shell.run("cat " + directory + "/redis.pid").isBlank();
  }

  private static String redisPid(Path directory) throws IOException {
    return Files.readString(directory.resolve("redis.pid")).strip();
  }

  /** Whether the process is running; a zombie is not. */
  private static boolean isRunning(String pid) {
    String state = Shell.run("ps -o stat= -p " + pid).strip();
    return !state.isEmpty() && !state.startsWith("Z");
  }

  private static String session(String pid) {
    return Optional.of(Shell.run("ps -o sid= -p " + pid).strip())
        .filter(text -> !text.isEmpty())
        .orElseThrow();
  }
}
