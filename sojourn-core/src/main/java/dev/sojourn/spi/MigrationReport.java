package dev.sojourn.spi;

import dev.sojourn.spi.SweepReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The progress or result of a migration. One that resumed an unfinished migration includes its
 * numbers. A scan may return a session twice; it is then counted in {@code already} too.
 *
 * @param state whether it is running
 * @param mode whether it moves the sessions that it finds
 * @param to the name of the target form
 * @param moved sessions moved; in a dry run, sessions to be moved
 * @param already sessions already in the target form
 * @param ended sessions that ended meanwhile; they stay ended
 * @param unreadable records that this version cannot read; they are left as they are
 * @param busy sessions that concurrent changes kept from being moved; the next run tries again
 * @param startedAt when it started or resumed, by the store's clock
 * @param took how long it has been running
 * @param detail why it did not finish, in one sentence
 */
public record MigrationReport(
    State state,
    MigrationMode mode,
    String to,
    long moved,
    long already,
    long ended,
    long unreadable,
    long busy,
    Instant startedAt,
    Duration took,
    Optional<String> detail) {

  /** Whether every session is in the target form. */
  public boolean isComplete() {
    return state == State.DONE && busy == 0;
  }
}
