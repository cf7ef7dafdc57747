package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.ScriptRunner.RunAndRead;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.script.ScriptResult.Status;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.NoSession;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A login with a token that a login has replaced already: its answer was lost, or two tabs log in
 * at once. It gets one more secret of the new session, so that whichever answer arrives opens it.
 * What {@link MovedSession} says proves nothing by itself: the new session must be there.
 */
final class RepeatedLogin {

  private final StoreContext context;

  RepeatedLogin(StoreContext context) {
    this.context = context;
  }

  /** Admits a repeated login to the session that the first one made, if there is one. */
  CompletionStage<Admission> join(LoginAttempt attempt) {
    return context
        .connection()
        .bytes(context.keys().moved(attempt.id()), MovedSession.MOST_BYTES)
        .thenCompose(
            text ->
                MovedSession.newId(text, attempt)
                    .flatMap(id -> context.keys().session(id).map(key -> join(attempt, id, key)))
                    .orElseGet(() -> completedStage(new NoSession())));
  }

  private CompletionStage<Admission> join(LoginAttempt attempt, SessionId id, String key) {
    return UnknownOutcome.repeatedOnce(
        context,
        () ->
            context.lookup().inItsLayout(layout -> join(attempt, id, key, layout), NoSession::new));
  }

  private <T> CompletionStage<Admission> join(
      LoginAttempt attempt, SessionId id, String key, Layout<T> layout) {
    return context
        .connection()
        .runAndRead(
            layout.scripts().join(),
            List.of(key),
            context.args(
                id, layout.headText(attempt.login().user()), attempt.login().secret().text()),
            layout.query(),
            key)
        .thenCompose(result -> admission(attempt, id, key, layout, result));
  }

  private <T> CompletionStage<Admission> admission(
      LoginAttempt attempt, SessionId id, String key, Layout<T> layout, RunAndRead<T> result) {
    if (result.script().status() == Status.FULL) {
      return failedStage(attempt.conflict());
    }
    return result.script().isDone()
        ? context
            .lookup()
            .foundBeside(id, key, layout, result.read())
            .thenApply(
                found ->
                    found
                        .session()
                        .<Admission>map(record -> new Admission.Admitted(record, List.of()))
                        .orElseGet(NoSession::new))
        : completedStage(new NoSession());
  }
}
