package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Ended;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.WaitingScript;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.script.ReplicatedResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Learns how many replicas have a revocation that is already done. {@code WAIT} counts only for
 * writes of its own connection, so the revocation runs once more, on the connection that then
 * waits; if another server has become primary meanwhile, that ends the session there too. Ordinary
 * revocations therefore neither queue behind others nor wait for replicas. A failure here is no
 * failure of the revocation: after two command timeouts no replica counts as confirmed.
 */
final class ReplicaConfirmation {

  private static final Logger LOG = System.getLogger(ReplicaConfirmation.class.getName());

  /** Not an id, so no session has its key. */
  private static final String NO_SESSION = "stamp";

  private final StoreContext context;

  ReplicaConfirmation(StoreContext context) {
    this.context = context;
  }

  /** Confirms the revocation of one session. */
  CompletionStage<Ended> session(SessionId id, Optional<String> user, Ended ended) {
    return context
        .keys()
        .session(id)
        .map(key -> session(id, context.keysOf(key, user), ended))
        .orElseGet(() -> completedStage(ended));
  }

  private CompletionStage<Ended> session(SessionId id, List<String> keys, Ended ended) {
    return bounded(
        ended,
        () ->
            context
                .connection()
                .runAndWait(
                    new WaitingScript(
                        OperationScripts.REVOKE,
                        keys,
                        context.args(id),
                        OperationScripts.STAMP,
                        keys.get(0),
                        ended.asked().replicas()))
                .thenApply(
                    result ->
                        new Ended(
                            Math.max(ended.count(), (int) result.script().number()),
                            ended.asked(),
                            result.replicas())));
  }

  /** Confirms the revocation of all sessions of a user but {@code except}. */
  CompletionStage<Ended> all(String user, Optional<SessionId> except, Ended ended) {
    return bounded(ended, () -> revokeAgain(user, except, ended));
  }

  /** Revokes what is left, in one batch at least; the replicas confirm the last one. */
  private CompletionStage<Ended> revokeAgain(String user, Optional<SessionId> except, Ended ended) {
    UserRevocation revocation = new UserRevocation(context, user, except);
    return revocation
        .run(List.of(), batch -> runRevokeAll(user, batch, ended), ReplicatedResult::script)
        .thenApply(
            last -> new Ended(ended.count() + revocation.count(), ended.asked(), last.replicas()));
  }

  private CompletionStage<ReplicatedResult> runRevokeAll(
      String user, RevokeBatch batch, Ended ended) {
    return context
        .connection()
        .runAndWait(
            new WaitingScript(
                OperationScripts.REVOKE_ALL,
                batch.keys(),
                batch.args(),
                OperationScripts.STAMP,
                context.keys().session(user, NO_SESSION),
                ended.asked().replicas()));
  }

  /** The confirmation if it arrives in time, else that no replica confirmed. */
  private CompletionStage<Ended> bounded(
      Ended ended, Supplier<CompletionStage<Ended>> confirmation) {
    if (ended.isCertain()) {
      return completedStage(ended);
    }
    CompletableFuture<Ended> answer = new CompletableFuture<>();
    Duration timeout = context.settings().commandTimeout().multipliedBy(2);
    context
        .connection()
        .pause(timeout)
        .whenComplete((over, closed) -> answer.complete(ended)); // it ended all the same
    confirmation
        .get()
        .whenComplete(
            (confirmed, failure) -> {
              if (failure != null) {
                LOG.log(
                    Level.DEBUG, "replicas could not be asked to confirm a revocation", failure);
              }
              answer.complete(failure == null ? confirmed : ended);
            });
    return answer;
  }
}
