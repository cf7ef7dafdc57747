package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.ScriptResult;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Revokes one session, or all of a user. A revocation whose outcome is unknown is sent once more:
 * repeating it does no harm.
 */
final class RevokeOperation {

  private static final List<Duration> BACKGROUND_RETRIES =
      List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final StoreContext context;
  private final UserIndex userIndex;
  private final ReplicaConfirmation replicaConfirmation;

  RevokeOperation(StoreContext context, UserIndex userIndex) {
    this.context = context;
    this.userIndex = userIndex;
    this.replicaConfirmation = new ReplicaConfirmation(context);
  }

  /** Revokes a session of unknown user; reads it first, because the user names the index. */
  CompletionStage<Ended> revokeById(SessionId id, Durability durability) {
    return context
        .find(id)
        .thenCompose(
            result -> revoke(id, result.session().flatMap(SessionRecord::user), durability));
  }

  /** Revokes a session, then waits for as many replicas as the durability names. */
  CompletionStage<Ended> revoke(SessionId id, Optional<String> user, Durability durability) {
    return revokeOnPrimary(id, user)
        .thenCompose(
            count -> replicaConfirmation.session(id, user, new Ended(count, durability, 0)));
  }

  /** Revokes a session without waiting for replicas; returns how many ended, 0 or 1. */
  CompletionStage<Integer> revokeOnPrimary(SessionId id, Optional<String> user) {
    return context
        .keys()
        .session(id)
        .map(key -> runRevoke(id, context.keysOf(key, user)))
        .orElseGet(() -> completedStage(0));
  }

  private CompletionStage<Integer> runRevoke(SessionId id, List<String> keys) {
    return UnknownOutcome.repeatedOnce(
            context,
            () -> context.connection().run(OperationScripts.REVOKE, keys, context.args(id)))
        .thenApply(result -> (int) result.status());
  }

  /**
   * Revokes a session whose token never left this process. No caller waits for it; a failure is
   * retried a few times.
   */
  void revokeInBackground(SessionId id, Optional<String> user) {
    revokeInBackground(id, user, 0);
  }

  private void revokeInBackground(SessionId id, Optional<String> user, int retries) {
    revokeOnPrimary(id, user)
        .whenComplete(
            (count, failure) -> {
              if (failure != null && retries < BACKGROUND_RETRIES.size()) {
                context
                    .connection()
                    .schedule(
                        BACKGROUND_RETRIES.get(retries),
                        () -> revokeInBackground(id, user, retries + 1));
              }
            });
  }

  /** Revokes all sessions of a user but {@code except}, then waits for replicas. */
  CompletionStage<Ended> revokeAll(String user, Optional<SessionId> except, Durability durability) {
    return revokeAllOnPrimary(user, except)
        .thenCompose(
            count -> replicaConfirmation.all(user, except, new Ended(count, durability, 0)));
  }

  private CompletionStage<Integer> revokeAllOnPrimary(String user, Optional<SessionId> except) {
    return userIndex
        .someIds(user, RevokeBatch.MOST + 1)
        .thenCompose(ids -> revokeInBatches(user, except, without(except, ids), 0));
  }

  /**
   * Revokes a batch of ids, then a batch of those that the script returns, until it returns none.
   */
  private CompletionStage<Integer> revokeInBatches(
      String user, Optional<SessionId> except, List<String> ids, int endedBefore) {
    if (ids.isEmpty()) {
      return completedStage(endedBefore);
    }
    List<String> batch = ids.subList(0, Math.min(RevokeBatch.MOST, ids.size()));
    return UnknownOutcome.repeatedOnce(context, () -> runRevokeAll(user, except, batch))
        .thenCompose(
            result ->
                revokeInBatches(user, except, result.texts(), endedBefore + (int) result.status()));
  }

  private CompletionStage<ScriptResult> runRevokeAll(
      String user, Optional<SessionId> except, List<String> ids) {
    RevokeBatch batch = RevokeBatch.of(context, user, except, ids);
    return context.connection().run(OperationScripts.REVOKE_ALL, batch.keys(), batch.args());
  }

  private static List<String> without(Optional<SessionId> except, List<String> ids) {
    return ids.stream()
        .filter(id -> except.filter(spared -> spared.value().equals(id)).isEmpty())
        .toList();
  }
}
