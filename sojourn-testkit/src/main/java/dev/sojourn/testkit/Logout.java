package dev.sojourn.testkit;

import dev.sojourn.SessionRecord;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Each way to end a session that is its user's only one. */
enum Logout {
  /** Of the session whose id is known. */
  BY_ID,
  /** Of the session whose record is known. */
  BY_RECORD,
  /** Of all sessions of its user. */
  EVERYWHERE;

  /** The logout of that session, with all it needs read now, and asked for later. */
  Supplier<CompletionStage<Integer>> of(Visit visit) {
    SessionRecord record = visit.record();
    return switch (this) {
      case BY_ID -> () -> visit.store().revoke(record.id());
      case BY_RECORD -> () -> visit.store().revoke(record);
      case EVERYWHERE ->
          () -> visit.store().revokeAll(record.user().orElseThrow(), Optional.empty());
    };
  }
}
