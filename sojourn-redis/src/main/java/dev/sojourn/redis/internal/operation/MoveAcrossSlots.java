package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.Retry.Result;
import dev.sojourn.redis.internal.script.ScriptResult;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.NoSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A login whose new id lies in another Cluster slot, out of reach for one script. Three steps: read
 * the old session, create a copy, end the old session if it is still what was copied. The new token
 * leaves the process only after the last step.
 */
final class MoveAcrossSlots {

  private static final Backoff PAUSES = Backoff.constant(Duration.ofMillis(8));

  private final StoreContext context;
  private final CreateOperation createOperation;
  private final RevokeOperation revokeOperation;
  private final Retry retry;

  MoveAcrossSlots(
      StoreContext context, CreateOperation createOperation, RevokeOperation revokeOperation) {
    this.context = context;
    this.createOperation = createOperation;
    this.revokeOperation = revokeOperation;
    this.retry = Retry.within(context.settings().conflictTimeout(), context.connection(), PAUSES);
  }

  CompletionStage<Admission> move(LoginAttempt attempt) {
    return retry.run(tries -> moveOnce(attempt));
  }

  private CompletionStage<Result<Admission>> moveOnce(LoginAttempt attempt) {
    return context
        .find(attempt.id())
        .thenCompose(
            result ->
                result instanceof Hit old && opens(old, attempt)
                    ? copy(attempt, old)
                    : context
                        .find(attempt.login().id())
                        .thenApply(found -> Result.answer(attempt.admissionOf(found))));
  }

  private boolean opens(Hit old, LoginAttempt attempt) {
    return old.record().secrets().accepts(attempt.shown(), old.now());
  }

  /**
   * Copies the session and ends the old one. If the same login runs twice and the other run made
   * its copy first, perhaps of an older state of the session, only that one may end the old
   * session; this one waits for it.
   */
  private CompletionStage<Result<Admission>> copy(LoginAttempt attempt, Hit old) {
    return createOperation
        .create(attempt.login().continuing(old.record()), attempt.limit(), old.layout())
        .thenCompose(
            admission ->
                admission instanceof Admitted copy
                    ? leave(attempt, old, copy)
                    : completedStage(Result.answer(admission)))
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof IdTaken
                    ? completedStage(again(attempt))
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private static Result<Admission> again(LoginAttempt attempt) {
    return Result.againOrFail(attempt.conflict());
  }

  /** Ends the old session and says where it went. */
  private CompletionStage<Result<Admission>> leave(LoginAttempt attempt, Hit old, Admitted copy) {
    return UnknownOutcome.repeatedOnce(
            context,
            () ->
                context
                    .lookup()
                    .inItsLayout(
                        old.layout(),
                        layout -> runLeave(attempt, old, layout),
                        () -> ScriptResult.GONE))
        .thenCompose(
            result ->
                switch (result.status()) {
                  case DONE -> completedStage(Result.answer(copy));
                  case CHANGED -> withdraw(attempt, again(attempt));
                  default -> withdraw(attempt, Result.answer(new NoSession()));
                });
  }

  private CompletionStage<ScriptResult> runLeave(LoginAttempt attempt, Hit old, Layout<?> layout) {
    List<String> keys = new ArrayList<>(List.of(old.key(), context.keys().moved(attempt.id())));
    old.record().user().map(context.keys()::index).ifPresent(keys::add);
    return context
        .connection()
        .run(
            layout.scripts().leave(),
            keys,
            List.of(
                attempt.id().value(),
                context.keys().channel(),
                attempt.shown().text(),
                Long.toString(old.record().version()),
                MovedSession.text(attempt),
                Long.toString(LoginAttempt.repeatable(context.settings()).toMillis())));
  }

  /** Ends the copy of an old session that has changed since, or is gone. */
  private CompletionStage<Result<Admission>> withdraw(
      LoginAttempt attempt, Result<Admission> result) {
    return revokeOperation
        .revokeOnPrimary(attempt.login().id(), Optional.of(attempt.login().user()))
        .thenApply(ended -> result);
  }
}
