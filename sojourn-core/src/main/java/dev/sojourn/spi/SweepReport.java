package dev.sojourn.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a sweep stands, or how it ended. A sweep that went on with an unfinished one counts that
 * one's numbers in.
 *
 * @param state whether it runs
 * @param kind whether it removes what it finds
 * @param users the indexes looked at
 * @param stale the ids found whose session is gone
 * @param removed the ids removed
 * @param startedAt when it began, or went on, by the store's clock
 * @param took how long it has taken since
 * @param detail why it is not done, in one sentence
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

  /** Whether a sweep runs. */
  public enum State {
    /** It runs. */
    RUNNING,
    /** It looked at everything. */
    DONE,
    /** It ended before; the next one goes on from there. */
    FAILED
  }
}
