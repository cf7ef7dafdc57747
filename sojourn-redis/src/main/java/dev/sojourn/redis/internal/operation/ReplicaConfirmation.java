package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Ended;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.ReplicatedResult;
import dev.sojourn.redis.internal.connection.WaitingScript;
import dev.sojourn.redis.internal.lookup.StoreContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks how many replicas have a revocation, after it was answered: it is run once more, on the
 * connection that then waits, for {@code WAIT} answers for its own connection's writes alone; and
 * if another server has become the primary meanwhile, it is ended there too. So what ends a session
 * neither waits in a line nor for replicas, and no trouble here is a trouble of the revocation:
 * after two command timeouts nobody has confirmed.
 */
final class ReplicaConfirmation {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaConfirmation.class);

  /** No id, so that nothing lies under its key. */
  private static final String NO_SESSION = "stamp";

  private final StoreContext context;

  ReplicaConfirmation(StoreContext context) {
    this.context = context;
  }

  /** A session that was just ended. */
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
                    now ->
                        new Ended(
                            Math.max(ended.count(), (int) now.script().status()),
                            ended.asked(),
                            now.replicas())));
  }

  /** All sessions of a user, or all but one, that were just ended. */
  CompletionStage<Ended> all(String user, Optional<SessionId> except, Ended ended) {
    return bounded(ended, () -> proven(user, except, ended, List.of()));
  }

  /** Asks which are left, and ends them, until none is; that is what replicas are to confirm. */
  private CompletionStage<Ended> proven(
      String user, Optional<SessionId> except, Ended before, List<String> left) {
    RevokeBatch revokeBatch =
        RevokeBatch.of(
            context, user, except, left.subList(0, Math.min(RevokeBatch.MOST, left.size())));
    return context
        .connection()
        .runAndWait(
            new WaitingScript(
                OperationScripts.REVOKE_ALL,
                revokeBatch.keys(),
                revokeBatch.args(),
                OperationScripts.STAMP,
                context.keys().session(user, NO_SESSION),
                before.asked().replicas()))
        .thenCompose(
            now -> {
              Ended sum = sum(before, now);
              List<String> rest = now.script().texts();
              return rest.isEmpty() ? completedStage(sum) : proven(user, except, sum, rest);
            });
  }

  private static Ended sum(Ended before, ReplicatedResult now) {
    return new Ended(before.count() + (int) now.script().status(), before.asked(), now.replicas());
  }

  /** Where replicas are asked for: what they say in time, else that none of them confirmed. */
  private CompletionStage<Ended> bounded(
      Ended ended, Supplier<CompletionStage<Ended>> confirmation) {
    if (ended.isCertain()) {
      return completedStage(ended);
    }
    CompletableFuture<Ended> answer = new CompletableFuture<>();
    Duration most = context.settings().commandTimeout().multipliedBy(2);
    context.connection().schedule(most, () -> answer.complete(ended));
    confirmation
        .get()
        .whenComplete(
            (confirmed, failure) -> {
              if (failure != null) {
                LOG.debug("no replica could be asked", failure);
              }
              answer.complete(failure == null ? confirmed : ended);
            });
    return answer;
  }
}
