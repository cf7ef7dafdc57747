package dev.sojourn.server.internal.api;

import java.time.Duration;

/**
 * How much streams of events may cost.
 *
 * @param mostStreams how many there may be in a process; one more is refused
 * @param mostBytesWaiting how much may wait for a client, roughly; one that lets more wait is
 *     dropped
 * @param heartbeat how often a stream says that it is there, which must be more often than a
 *     connection may be idle
 */
public record EventSettings(int mostStreams, int mostBytesWaiting, Duration heartbeat) {

  /** 100 streams, 256 KiB, 15 seconds. */
  public static final EventSettings DEFAULT =
      new EventSettings(100, 256 << 10, Duration.ofSeconds(15));
}
