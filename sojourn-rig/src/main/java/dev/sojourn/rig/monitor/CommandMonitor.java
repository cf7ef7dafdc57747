package dev.sojourn.rig.monitor;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Records every command that a server executes, by {@code MONITOR}, to count the round trips of a
 * call. It slows the server down. Not thread-safe.
 *
 * <pre>{@code
 * try (CommandMonitor monitor = CommandMonitor.of(server)) {
 *   sessions.access(token);
 *   assertThat(monitor.sent()).containsExactly("HGETALL", "PTTL");
 * }
 * }</pre>
 */
public final class CommandMonitor implements AutoCloseable {

  /** Opened before {@code MONITOR} starts, so that its {@code AUTH} is not recorded. */
  private final RespClient marker;

  private final RespClient client;
  private final List<MonitoredCommand> commands = new ArrayList<>();

  private CommandMonitor(RedisServer server) {
    this.marker = server.connect();
    this.client = server.connect();
    client.call("MONITOR");
  }

  /** Starts to record. */
  public static CommandMonitor of(RedisServer server) {
    return new CommandMonitor(server);
  }

  /**
   * All commands so far, in order: those of clients, including the test's own {@link
   * RedisServer#call}, and those of scripts.
   */
  public List<MonitoredCommand> commands() {
    String end = UUID.randomUUID().toString();
    marker.call("ECHO", end);
    for (MonitoredCommand command = next(); !command.words().contains(end); command = next()) {
      commands.add(command);
    }
    return List.copyOf(commands);
  }

  /** The names of the commands that clients sent; a script appears as {@code EVALSHA}. */
  public List<String> sent() {
    return commands().stream()
        .filter(command -> !command.isFromScript())
        .map(MonitoredCommand::name)
        .toList();
  }

  @Override
  public void close() {
    client.close();
    marker.close();
  }

  private MonitoredCommand next() {
    return MonitoredCommand.parse(String.valueOf(client.next()));
  }
}
