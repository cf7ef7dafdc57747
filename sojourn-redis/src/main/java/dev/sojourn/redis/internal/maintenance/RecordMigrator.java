package dev.sojourn.redis.internal.maintenance;

import java.util.concurrent.CompletionStage;

/**
 * Migrates one session to the target layout and form. Implemented outside this package, which does
 * not know the layouts. Thread-safe.
 */
public interface RecordMigrator {

  /** What happened to a session. */
  enum Outcome {
    /** It was rewritten in the target form; in a dry run, it would be. */
    MOVED,
    /** It was in the target form before. */
    ALREADY,
    /** It has ended. */
    ENDED,
    /** It cannot be read, and was left unchanged. */
    UNREADABLE,
    /** Other writers changed it during every attempt, and it was left unchanged. */
    BUSY
  }

  /** The name of the target form: lowercase letters, digits and underscores. */
  String target();

  /** Migrates the session of that key. */
  CompletionStage<Outcome> migrate(String key);

  /** What {@link #migrate} would do; changes nothing. */
  CompletionStage<Outcome> dryRun(String key);
}
