package dev.sojourn.spi;

import java.util.concurrent.CompletionStage;

/** What is answered to the wish for a sweep. */
public sealed interface SweepStart {

  /**
   * It has begun.
   *
   * @param report how it stands at its beginning
   * @param end how it ended; never fails
   */
  record Begun(SweepReport report, CompletionStage<SweepReport> end) implements SweepStart {}

  /** Another one is under way in the fleet; nothing was begun. */
  record AlreadyRunning() implements SweepStart {}
}
