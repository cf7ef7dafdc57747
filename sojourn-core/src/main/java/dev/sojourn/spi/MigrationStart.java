package dev.sojourn.spi;

import java.util.concurrent.CompletionStage;

/** What is answered to the wish for a migration. */
public sealed interface MigrationStart {

  /**
   * It has begun.
   *
   * @param report how it stands at its beginning
   * @param end how it ended; never fails
   */
  record Begun(MigrationReport report, CompletionStage<MigrationReport> end)
      implements MigrationStart {}

  /** Another one is under way in the fleet; nothing was begun. */
  record AlreadyRunning() implements MigrationStart {}
}
