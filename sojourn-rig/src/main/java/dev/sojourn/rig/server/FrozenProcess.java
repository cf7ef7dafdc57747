package dev.sojourn.rig.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process of the test's own that stands still: connections stay open, and it does nothing. */
public final class FrozenProcess {

  private FrozenProcess() {}

  /** SIGSTOP; returns when it stands still. */
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

  /** The shell's own {@code kill}: there is a shell where there is no such program. */
  private static void signal(String name, long pid) {
    Programs.output(List.of("sh", "-c", "kill -" + name + " " + pid));
  }

  /** The state follows the program's name, which is in parentheses. */
  private static boolean isStopped(Path state) throws IOException {
    String text = Files.readString(state);
    return text.startsWith("T", text.lastIndexOf(')') + 2);
  }
}
