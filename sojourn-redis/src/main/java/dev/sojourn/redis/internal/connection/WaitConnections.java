package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.Primaries.Address;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of those who wait for replicas, one for each primary. Thread-safe. */
final class WaitConnections {

  private final Primaries primaries;
  private final OpenChannels channels;
  private final long waitMillis;
  private final int mostWaiting;
  private final Map<Address, WaitConnection> lines = new ConcurrentHashMap<>();

  /**
   * With a connection to each of these when somebody asks.
   *
   * @param commandTimeout of those connections; a group waits half as long for replicas
   * @param mostWaiting how many scripts may wait for their group
   */
  WaitConnections(
      Primaries primaries, OpenChannels channels, Duration commandTimeout, int mostWaiting) {
    this.primaries = primaries;
    this.channels = channels;
    this.waitMillis = commandTimeout.toMillis() / 2;
    this.mostWaiting = mostWaiting;
  }

  CompletionStage<ReplicatedResult> run(WaitingScript script) {
    return lines.computeIfAbsent(primaries.of(script.stampKey()), this::line).run(script);
  }

  private WaitConnection line(Address address) {
    return new WaitConnection(primaries, address, channels, waitMillis, mostWaiting);
  }
}
