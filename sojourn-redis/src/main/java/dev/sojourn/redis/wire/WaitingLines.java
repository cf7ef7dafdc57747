package dev.sojourn.redis.wire;

import dev.sojourn.redis.wire.Primaries.Primary;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of those who wait for replicas, one for each primary. Thread-safe. */
final class WaitingLines {

  private final Primaries primaries;
  private final Channels channels;
  private final long waitMillis;
  private final int mostWaiting;
  private final Map<Primary, WaitingLine> lines = new ConcurrentHashMap<>();

  /**
   * With a connection to each of these when somebody asks.
   *
   * @param commandTimeout of those connections; a group waits half as long for replicas
   * @param mostWaiting how many scripts may wait for their group
   */
  WaitingLines(Primaries primaries, Channels channels, Duration commandTimeout, int mostWaiting) {
    this.primaries = primaries;
    this.channels = channels;
    this.waitMillis = commandTimeout.toMillis() / 2;
    this.mostWaiting = mostWaiting;
  }

  CompletionStage<Confirmed> run(Awaited script) {
    return lines.computeIfAbsent(primaries.of(script.stampKey()), this::line).run(script);
  }

  private WaitingLine line(Primary primary) {
    return new WaitingLine(primaries, primary, channels, waitMillis, mostWaiting);
  }
}
