package dev.sojourn.spi;

import dev.sojourn.spi.SweepReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a migration stands, or how it ended. One that went on with an unfinished one counts that
 * one's numbers in. A walk may see a session twice; then it was already there.
 *
 * @param state whether it runs
 * @param kind whether it moves what it finds
 * @param to the form in which sessions are to lie, by its name
 * @param moved the sessions moved; in a dry run, to be moved
 * @param already those that lay so
 * @param ended those that ended meanwhile, and are left so
 * @param unreadable what is no session as this version knows them, and is left as it is
 * @param busy those that others changed each time before they could be moved; the next one tries
 * @param startedAt when it began, or went on, by the store's clock
 * @param took how long it has taken since
 * @param detail why it is not done, in one sentence
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
