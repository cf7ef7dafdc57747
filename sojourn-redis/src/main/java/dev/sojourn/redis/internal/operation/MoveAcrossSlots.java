package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.ScriptResult;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.NoSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A login whose new id lies in another Cluster slot, out of reach for one script. Three steps: read
 * the old session, create a copy, end the old session if it is still what was copied. A marker in
 * its place, for a while, tells a repeated login that this is done. The new token leaves the
 * process only after the last step.
 */
final class MoveAcrossSlots {

  private static final int TWIN_PAUSE = 3;
  private static final Duration MARKER = Duration.ofSeconds(5);

  private static final long GONE = 0;
  private static final long LEFT = 1;
  private static final long CHANGED = 2;

  private final StoreContext context;
  private final CreateOperation createOperation;
  private final RevokeOperation revokeOperation;
  private final Backoff backoff;

  MoveAcrossSlots(
      StoreContext context, CreateOperation createOperation, RevokeOperation revokeOperation) {
    this.context = context;
    this.createOperation = createOperation;
    this.revokeOperation = revokeOperation;
    this.backoff = new Backoff(context.connection());
  }

  CompletionStage<Admission> move(LoginAttempt attempt) {
    return context
        .find(attempt.id())
        .thenCompose(
            result ->
                result instanceof Hit old && opens(old, attempt)
                    ? copy(attempt, old)
                    : context.find(attempt.login().id()).thenApply(attempt::admissionOf));
  }

  private boolean opens(Hit old, LoginAttempt attempt) {
    return old.record()
        .secrets()
        .accepts(attempt.shown(), old.now(), context.settings().rotationGrace());
  }

  private CompletionStage<Admission> copy(LoginAttempt attempt, Hit old) {
    return createOperation
        .create(attempt.login().continuing(old.record()), attempt.limit(), old.layout())
        .thenCompose(
            admission ->
                admission instanceof Admitted copy
                    ? leave(attempt, old, copy)
                    : completedStage(admission))
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof IdTaken
                    ? awaitTwin(attempt)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  /**
   * The same login runs twice and the other run made its copy first, perhaps of an older state of
   * the session. Only the other one may end the old session; this one waits for it.
   */
  private CompletionStage<Admission> awaitTwin(LoginAttempt attempt) {
    return attempt.isOver()
        ? failedStage(attempt.conflict())
        : backoff.before(TWIN_PAUSE, () -> move(attempt));
  }

  /** Ends the old session, leaving the marker. */
  private CompletionStage<Admission> leave(LoginAttempt attempt, Hit old, Admitted copy) {
    return UnknownOutcome.repeatedOnce(
            context,
            () ->
                context
                    .lookup()
                    .inItsLayout(
                        old.layout(),
                        layout -> runLeave(attempt, old, layout),
                        () -> new ScriptResult(GONE, List.of())))
        .thenCompose(
            result ->
                result.status() == LEFT
                    ? completedStage(copy)
                    : withdraw(attempt, result.status() == CHANGED));
  }

  private CompletionStage<ScriptResult> runLeave(LoginAttempt attempt, Hit old, Layout<?> layout) {
    return context
        .connection()
        .run(
            layout.scripts().leave(),
            context.keysOf(old.record()),
            List.of(
                attempt.id().value(),
                attempt.login().id().value(),
                context.keys().channel(),
                attempt.shown().text(),
                context.grace(),
                Long.toString(old.record().version()),
                Long.toString(MARKER.toMillis())));
  }

  /** Ends the copy of an old session that has changed since, and copies again, or is gone. */
  private CompletionStage<Admission> withdraw(LoginAttempt attempt, boolean copyAgain) {
    return revokeOperation
        .revokeOnPrimary(attempt.login().id(), Optional.of(attempt.login().user()))
        .thenCompose(
            ended -> {
              if (!copyAgain) {
                return completedStage(new NoSession());
              }
              return attempt.isOver() ? failedStage(attempt.conflict()) : move(attempt);
            });
  }
}
