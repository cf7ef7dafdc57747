package dev.sojourn.testkit;

import dev.sojourn.spi.SessionRecord;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The ways to end a session that is its user's only one. */
public enum LogoutWay {
  /** By its id. */
  BY_ID,
  /** By its record. */
  BY_RECORD,
  /** All sessions of its user. */
  EVERYWHERE;

  /** The logout of a session; reads what it needs now, and runs when the supplier is called. */
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
