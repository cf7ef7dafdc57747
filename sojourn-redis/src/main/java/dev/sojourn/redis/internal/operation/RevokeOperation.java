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
 * Revocations: of unknown outcome they are sent once more, for ending what has ended does no harm.
 */
final class RevokeOperation {

  private static final List<Duration> RETRIES =
      List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final StoreContext context;
  private final UserIndex userIndex;
  private final ReplicaConfirmation replicaConfirmation;

  RevokeOperation(StoreContext context, UserIndex userIndex) {
    this.context = context;
    this.userIndex = userIndex;
    this.replicaConfirmation = new ReplicaConfirmation(context);
  }

  /**
   * Ends a session of which the id alone is known: its user must be read first, to find the index.
   */
  CompletionStage<Ended> revoke(SessionId id, Durability durability) {
    return context
        .find(id)
        .thenCompose(
            result -> revoke(id, result.session().flatMap(SessionRecord::user), durability));
  }

  CompletionStage<Ended> revoke(SessionId id, Optional<String> user, Durability durability) {
    return revoke(id, user)
        .thenCompose(
            count -> replicaConfirmation.session(id, user, new Ended(count, durability, 0)));
  }

  CompletionStage<Integer> revoke(SessionId id, Optional<String> user) {
    return context
        .keys()
        .session(id)
        .map(key -> revoke(id, context.keysOf(key, user)))
        .orElseGet(() -> completedStage(0));
  }

  private CompletionStage<Integer> revoke(SessionId id, List<String> keys) {
    return UnknownOutcome.repeatedOnce(
            context,
            () -> context.connection().run(OperationScripts.REVOKE, keys, context.args(id)))
        .thenApply(answer -> (int) answer.status());
  }

  /** Ends a session that nobody holds a token of, as well as can be: nobody waits for it. */
  void discard(SessionId id, Optional<String> user) {
    discard(id, user, 0);
  }

  private void discard(SessionId id, Optional<String> user, int tries) {
    revoke(id, user)
        .whenComplete(
            (count, failure) -> {
              if (failure != null && tries < RETRIES.size()) {
                context
                    .connection()
                    .schedule(RETRIES.get(tries), () -> discard(id, user, tries + 1));
              }
            });
  }

  CompletionStage<Ended> revokeAll(String user, Optional<SessionId> except, Durability durability) {
    return revokeAll(user, except)
        .thenCompose(
            count -> replicaConfirmation.all(user, except, new Ended(count, durability, 0)));
  }

  private CompletionStage<Integer> revokeAll(String user, Optional<SessionId> except) {
    return userIndex
        .someIds(user, RevokeBatch.MOST + 1)
        .thenCompose(ids -> revokeAll(user, except, without(except, ids), 0));
  }

  /** A batch at a time, until a script proves that none is left. */
  private CompletionStage<Integer> revokeAll(
      String user, Optional<SessionId> except, List<String> ids, int endedBefore) {
    if (ids.isEmpty()) {
      return completedStage(endedBefore);
    }
    List<String> batch = ids.subList(0, Math.min(RevokeBatch.MOST, ids.size()));
    return UnknownOutcome.repeatedOnce(context, () -> end(user, except, batch))
        .thenCompose(
            answer -> revokeAll(user, except, answer.texts(), endedBefore + (int) answer.status()));
  }

  private CompletionStage<ScriptResult> end(
      String user, Optional<SessionId> except, List<String> ids) {
    RevokeBatch revokeBatch = RevokeBatch.of(context, user, except, ids);
    return context
        .connection()
        .run(OperationScripts.REVOKE_ALL, revokeBatch.keys(), revokeBatch.args());
  }

  private static List<String> without(Optional<SessionId> except, List<String> ids) {
    return ids.stream()
        .filter(id -> except.filter(spared -> spared.value().equals(id)).isEmpty())
        .toList();
  }
}
