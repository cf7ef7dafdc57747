package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.script.ScriptResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Revokes one session, or all of a user. A revocation whose outcome is unknown is sent once more:
 * repeating it does no harm.
 */
final class RevokeOperation {

  private static final int BACKGROUND_ATTEMPTS = 4;
  private static final Backoff BACKGROUND_PAUSES =
      new Backoff(Duration.ofMillis(400), 4, Duration.ofSeconds(6));

  private final StoreContext context;
  private final UserIndex userIndex;
  private final ReplicaConfirmation replicaConfirmation;

  RevokeOperation(StoreContext context, UserIndex userIndex) {
    this.context = context;
    this.userIndex = userIndex;
    this.replicaConfirmation = new ReplicaConfirmation(context);
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
        .thenApply(result -> (int) result.number());
  }

  /**
   * Revokes a session whose token never left this process. No caller waits for it; a failure is
   * retried a few times.
   */
  void revokeInBackground(SessionId id, Optional<String> user) {
    BestEffort.logFailure(
        "revocation",
        Retry.attempts(BACKGROUND_ATTEMPTS, context.connection(), BACKGROUND_PAUSES)
            .whileFailing(failure -> true, () -> revokeOnPrimary(id, user)));
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
        .thenApply(ids -> without(except, ids))
        .thenCompose(ids -> ids.isEmpty() ? completedStage(0) : revoke(user, except, ids));
  }

  private CompletionStage<Integer> revoke(
      String user, Optional<SessionId> except, List<String> ids) {
    UserRevocation revocation = new UserRevocation(context, user, except);
    return revocation
        .run(ids, this::runRevokeAll, result -> result)
        .thenApply(done -> revocation.count());
  }

  private CompletionStage<ScriptResult> runRevokeAll(RevokeBatch batch) {
    return UnknownOutcome.repeatedOnce(
        context,
        () -> context.connection().run(OperationScripts.REVOKE_ALL, batch.keys(), batch.args()));
  }

  private static List<String> without(Optional<SessionId> except, List<String> ids) {
    return ids.stream()
        .filter(id -> except.filter(spared -> spared.value().equals(id)).isEmpty())
        .toList();
  }
}
