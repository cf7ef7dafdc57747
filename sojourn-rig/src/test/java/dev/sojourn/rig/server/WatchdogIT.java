package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers end with the JVM that started them. */
class WatchdogIT {

  private Process jvm;
  private ProcessHandle server;
  private Path directory;

  /** Runs in another JVM: starts a server, freezes it, and prints its process id. */
  static final class OtherJvm {
    public static void main(String[] args) throws IOException {
      RedisServer server = RedisServers.start(ServerKind.any());
      server.freeze();
      System.out.println(server.pid());
      System.out.println(server.directory());
      // runs until a line arrives, or it is killed
      assertThat(System.in.read()).isEqualTo(-1);
    }
  }

  @BeforeEach
  void startAnotherJvm() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    jvm =
        new ProcessBuilder(java, "-cp", classPath, OtherJvm.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessOutput said = ProcessOutput.of(jvm);
    server = ProcessHandle.of(Long.parseLong(said.next())).orElseThrow();
    directory = Path.of(said.next());
  }

  @AfterEach
  void end() {
    jvm.destroyForcibly();
  }

  @Test
  void whenItIsKilledWithSigkill() {
    assertThat(server.isAlive()).isTrue();
    jvm.destroyForcibly();
    awaitNothingLeft();
  }

  @Test
  void whenItEndsByItself() throws IOException {
    assertThat(server.isAlive()).isTrue();
    jvm.getOutputStream().close();
    awaitNothingLeft();
  }

  private void awaitNothingLeft() {
    await()
        .untilAsserted(
            () -> {
              assertThat(server.isAlive()).isFalse();
              assertThat(Files.exists(directory.getParent())).isFalse();
            });
  }
}
