package dev.sojourn.server.internal.api;

import java.time.Duration;

/**
 * Limits of the event streams.
 *
 * @param mostStreams maximum number of streams per process; further ones are refused
 * @param mostBytesWaiting approximate maximum of bytes pending for a client; a client that falls
 *     further behind is dropped
 * @param heartbeat interval of heartbeats; must be shorter than the idle timeout of connections
 */
public record EventSettings(int mostStreams, int mostBytesWaiting, Duration heartbeat) {

  /** 100 streams, 256 KiB, 15 seconds. */
  public static final EventSettings DEFAULT =
      new EventSettings(100, 256 << 10, Duration.ofSeconds(15));
}
