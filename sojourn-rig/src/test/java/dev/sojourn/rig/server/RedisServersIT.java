package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.rig.resp.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EachServer
class RedisServersIT {

  private final RedisServer server;

  RedisServersIT(ServerKind kind) {
    server = RedisServers.start(kind);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void itAnswersOnThisMachineOnly() {
    assertThat(server.call("PING")).isEqualTo("PONG");
    assertThat(server.call("CONFIG", "GET", "bind").toString()).isEqualTo("[bind, 127.0.0.1]");
    assertThat(server.call("CONFIG", "GET", "save").toString()).isEqualTo("[save, ]");
  }

  @Test
  void nobodyComesInWithoutAPassword() {
    try (RespClient nobody = RespClient.connect("redis://127.0.0.1:" + server.port())) {
      assertThatThrownBy(() -> nobody.call("PING")).hasMessageStartingWith("NOAUTH");
    }
  }

  @Test
  void noPasswordIsInItsArgumentsOrItsDirectory() throws IOException {
    assertThat(ProcessHandle.of(server.pid()).orElseThrow().info().commandLine().orElse(""))
        .isNotBlank()
        .doesNotContain(server.credentials().admin(), server.credentials().user());
    try (Stream<Path> files = Files.list(server.directory())) {
      assertThat(files.map(RedisServersIT::text))
          .isNotEmpty()
          .noneMatch(text -> text.contains(server.credentials().admin()));
    }
  }

  @Test
  void itsDirectoryIsPrivateAndGoesWithIt() throws IOException {
    Path directory = server.directory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    long pid = server.pid();
    server.close();
    assertThat(directory).doesNotExist();
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void aKilledOneComesBackEmptyOnItsPort() {
    server.call("SET", "session:a", "1");
    String uri = server.userUri();
    server.kill();
    assertThat(server.isRunning()).isFalse();
    server.restart();
    assertThat(server.userUri()).isEqualTo(uri);
    assertThat(server.call("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void aFrozenOneAnswersWhenItIsThawed() throws InterruptedException {
    try (RespClient client = server.connect()) {
      server.freeze();
      Thread asking = new Thread(() -> client.call("SET", "session:a", "1"));
      asking.start();
      asking.join(100);
      assertThat(asking.isAlive()).isTrue();
      server.thaw();
      asking.join();
    }
    assertThat(server.call("GET", "session:a")).isEqualTo("1");
  }

  @Test
  void aFrozenOneCanBeEnded() {
    server.freeze();
    server.close();
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void itIsFlushedWhateverATestDidToIt() {
    List<Runnable> deeds =
        List.of(
            () -> server.call("SET", "session:a", "1"),
            () -> server.call("CLIENT", "PAUSE", "60000", "WRITE"),
            () -> server.call("CLIENT", "PAUSE", "60000"),
            server::freeze,
            server::kill);
    assertThat(deeds).allSatisfy(this::isFlushedAfter);
  }

  private void isFlushedAfter(Runnable deed) {
    deed.run();
    server.flush();
    assertThat(server.call("SET", "session:b", "1", "GET")).isNull();
    assertThat(server.call("DBSIZE")).isEqualTo(1L);
  }

  @Test
  void linesOfItsConfigurationCanBeAdded() {
    server.close();
    ServerKind kind = ServerKind.any();
    try (RedisServer small = RedisServers.start(kind, "maxmemory 5mb")) {
      assertThat(small.call("CONFIG", "GET", "maxmemory").toString())
          .isEqualTo("[maxmemory, 5242880]");
    }
  }

  @Test
  void aConfigurationThatItRefusesIsToldWithItsLog() {
    assertThatThrownBy(() -> RedisServers.start(ServerKind.any(), "no-such-setting 1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not start")
        .hasMessageContaining("no-such-setting");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
