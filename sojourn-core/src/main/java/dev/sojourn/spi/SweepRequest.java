package dev.sojourn.spi;

import java.time.Duration;

/**
 * What a sweep is to do.
 *
 * @param kind whether it removes what it finds
 * @param atMost how long it may take; what is left then is for the next one
 */
public record SweepRequest(SweepMode mode, Duration atMost) {

  /** Longer than any sweep takes. */
  private static final Duration ANY_TIME = Duration.ofDays(1);

  /** A sweep without a time limit. */
  public static SweepRequest of(SweepMode mode) {
    return new SweepRequest(mode, ANY_TIME);
  }
}
