package dev.sojourn.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The progress or result of a sweep. A sweep that resumed an unfinished one includes its numbers.
 *
 * @param state whether it is running
 * @param mode whether it removes the stale ids that it finds
 * @param users the indexes read
 * @param stale the ids found whose session is gone
 * @param removed the ids removed
 * @param startedAt when it started or resumed, by the store's clock
 * @param took how long it has been running
 * @param detail why it did not finish, in one sentence
 */
public record SweepReport(
    State state,
    SweepMode mode,
    long users,
    long stale,
    long removed,
    Instant startedAt,
    Duration took,
    Optional<String> detail) {

  /** The state of a sweep or migration. */
  public enum State {
    /** It is running. */
    RUNNING,
    /** It is complete. */
    DONE,
    /** It ended early; the next run resumes there. */
    FAILED
  }
}
