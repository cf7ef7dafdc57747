package dev.sojourn.testkit;

import dev.sojourn.spi.SessionRecord;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Each way to end a session that is its user's only one. */
public enum LogoutWay {
  /** Of the session whose id is known. */
  BY_ID,
  /** Of the session whose record is known. */
  BY_RECORD,
  /** Of all sessions of its user. */
  EVERYWHERE;

  /** The logout of that session, with all it needs read now, and asked for later. */
  public Supplier<CompletionStage<Integer>> of(TestClient client) {
    SessionRecord record = client.record();
    return switch (this) {
      case BY_ID -> () -> client.store().revoke(record.id());
      case BY_RECORD -> () -> client.store().revoke(record);
      case EVERYWHERE ->
          () -> client.store().revokeAll(record.user().orElseThrow(), Optional.empty());
    };
  }
}
