package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.Primaries.Address;
import dev.sojourn.redis.internal.script.ReplicatedResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The connections for {@code WAIT}, one to each primary. Thread-safe. */
final class WaitConnections {

  private final Primaries primaries;
  private final OpenChannels channels;
  private final long waitMillis;
  private final int maxWaiting;
  private final Map<Address, WaitConnection> connections = new ConcurrentHashMap<>();

  /**
   * Creates the connections; opens each on first use.
   *
   * @param commandTimeout of these connections; a group waits half as long for replicas
   * @param maxWaiting how many scripts may wait for their group
   */
  WaitConnections(
      Primaries primaries, OpenChannels channels, Duration commandTimeout, int maxWaiting) {
    this.primaries = primaries;
    this.channels = channels;
    this.waitMillis = commandTimeout.toMillis() / 2;
    this.maxWaiting = maxWaiting;
  }

  CompletionStage<ReplicatedResult> run(WaitingScript script) {
    if (channels.isClosed()) {
      return CompletableFuture.failedStage(RedisErrors.closed());
    }
    return connections
        .computeIfAbsent(primaries.of(script.stampKey()), this::connection)
        .run(script);
  }

  private WaitConnection connection(Address address) {
    return new WaitConnection(primaries, address, channels, waitMillis, maxWaiting);
  }
}
