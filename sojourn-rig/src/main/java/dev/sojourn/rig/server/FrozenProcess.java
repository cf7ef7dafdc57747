package dev.sojourn.rig.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Freezes a process of the test: it does nothing, and its connections stay open. */
public final class FrozenProcess {

  private FrozenProcess() {}

  /** SIGSTOP; returns when the process has stopped. */
  public static void begin(long pid) {
    signal("STOP", pid);
    Path state = Path.of("/proc", String.valueOf(pid), "stat");
    if (Files.exists(state)) {
      await().pollDelay(Duration.ZERO).until(() -> isStopped(state));
    }
  }

  /** SIGCONT. */
  public static void end(long pid) {
    signal("CONT", pid);
  }

  /** Uses the shell's builtin {@code kill}, since some systems have no such program. */
  private static void signal(String name, long pid) {
    Programs.output(List.of("sh", "-c", "kill -" + name + " " + pid));
  }

  /** The state follows the program's name, which is in parentheses. */
  private static boolean isStopped(Path state) throws IOException {
    String text = Files.readString(state);
    return text.startsWith("T", text.lastIndexOf(')') + 2);
  }
}
