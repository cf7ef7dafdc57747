package dev.sojourn.spi;

import java.time.Duration;

/**
 * A sweep to be started.
 *
 * @param mode whether it removes the stale ids that it finds
 * @param atMost its time limit; the next run resumes where it stopped
 */
public record SweepRequest(SweepMode mode, Duration atMost) {

  /** More than any sweep needs. */
  private static final Duration ANY_TIME = Duration.ofDays(1);

  /** A sweep without a time limit. */
  public static SweepRequest of(SweepMode mode) {
    return new SweepRequest(mode, ANY_TIME);
  }
}
