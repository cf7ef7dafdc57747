package dev.sojourn.rig.server;

import dev.sojourn.rig.resp.RespClient;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Adds to the failure of a test the last commands of the {@link SharedServers}, and whether the
 * system clock was set: a failure that occurs once in ten thousand runs cannot be repeated to look
 * into it. Active in every test where JUnit detects extensions automatically.
 */
public final class FailureContext implements AfterTestExecutionCallback {

  private static final int MOST_COMMANDS = 32;

  /** The settings with which a server remembers its last commands. */
  static final List<String> RECORD_COMMANDS =
      List.of("slowlog-log-slower-than 0", "slowlog-max-len " + MOST_COMMANDS);

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final long RECENT_SECONDS = 2;
  private static final int LONGEST_LINE = 110;
  private static final Pattern OUR_OWN = Pattern.compile("^\\d+ (AUTH|SLOWLOG) ");

  @Override
  public void afterTestExecution(ExtensionContext test) {
    test.getExecutionException()
        .ifPresent(failure -> failure.addSuppressed(new Context(describe())));
  }

  /** The last commands and the state of the clock, as text. */
  public static String describe() {
    return SharedServers.awake().map(FailureContext::recentCommands).collect(Collectors.joining())
        + "\n  the clock was set by "
        + clockWasSetBy()
        + " since this JVM began";
  }

  private static Duration clockWasSetBy() {
    RuntimeMXBean jvm = ManagementFactory.getRuntimeMXBean();
    return Duration.ofMillis(System.currentTimeMillis() - jvm.getStartTime() - jvm.getUptime());
  }

  /** The recent commands of a server with its name; empty if there are none. */
  private static String recentCommands(RedisServer server) {
    try (RespClient client = RespClient.connect(server.adminUri(), TIMEOUT)) {
      List<String> lines = recentCommands(client);
      return lines.isEmpty() ? "" : "\n  " + server + "\n    " + String.join("\n    ", lines);
    } catch (RuntimeException e) { // which may be what the test is about
      return "\n  " + server + " does not answer: " + e.getMessage();
    }
  }

  /** Oldest first. */
  private static List<String> recentCommands(RespClient client) {
    long since = System.currentTimeMillis() / 1000 - RECENT_SECONDS;
    if (!(client.call("SLOWLOG", "GET", "" + MOST_COMMANDS) instanceof List<?> entries)) {
      return List.of();
    }
    List<String> lines =
        entries.stream()
            .map(entry -> (List<?>) entry)
            .filter(entry -> (Long) entry.get(1) >= since)
            .map(entry -> line((List<?>) entry.get(3), "" + entry.get(4)))
            .filter(line -> !OUR_OWN.matcher(line).find())
            .collect(Collectors.toList());
    Collections.reverse(lines);
    return lines;
  }

  /** The client's port and its command. */
  private static String line(List<?> words, String address) {
    String command = words.stream().map(String::valueOf).collect(Collectors.joining(" "));
    String line = address.substring(address.lastIndexOf(':') + 1) + ' ' + command;
    return line.substring(0, Math.min(LONGEST_LINE, line.length())).replaceAll("\\p{Cntrl}", "?");
  }

  /** Attached to a failure as a suppressed exception. */
  private static final class Context extends Exception {

    private static final long serialVersionUID = 1;

    Context(String description) {
      super("at that time" + description, null, false, false);
    }
  }
}
