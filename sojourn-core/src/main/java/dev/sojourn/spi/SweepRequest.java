package dev.sojourn.spi;

import java.time.Duration;

/**
 * What a sweep is to do.
 *
 * @param kind whether it removes what it finds
 * @param atMost how long it may take; what is left then is for the next one
 */
public record SweepRequest(Kind kind, Duration atMost) {

  /** Longer than any sweep takes. */
  private static final Duration ANY_TIME = Duration.ofDays(1);

  /** Whether a sweep removes what it finds. */
  public enum Kind {
    /** Stale ids are removed. */
    REMOVE,
    /** Stale ids are counted, and nothing is changed. */
    DRY_RUN
  }

  /** For as long as it takes. */
  public static SweepRequest of(Kind kind) {
    return new SweepRequest(kind, ANY_TIME);
  }
}
