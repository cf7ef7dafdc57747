package dev.sojourn.redis.internal.maintenance;

import java.util.concurrent.CompletionStage;

/** Moves a session into another form, by whoever knows the forms. Thread-safe. */
public interface RecordMigrator {

  /** What became of a session. */
  enum Outcome {
    /** It lies in the new form; or would, when nobody only looked. */
    MOVED,
    /** It lay so before. */
    ALREADY,
    /** It has ended. */
    ENDED,
    /** It is nothing that can be read, and was left as it is. */
    UNREADABLE,
    /** It was changed each time before it could be moved, and was left as it is. */
    BUSY
  }

  /** The form's name: small letters, digits and lines below. */
  String name();

  /** Moves the session of that key. */
  CompletionStage<Outcome> move(String key);

  /** What {@link #move} would do. */
  CompletionStage<Outcome> look(String key);
}
