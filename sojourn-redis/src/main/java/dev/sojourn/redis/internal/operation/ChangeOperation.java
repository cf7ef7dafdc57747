package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.MemberMismatch;
import dev.sojourn.SessionId;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.ScriptRunner.RunAndRead;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.Retry.Result;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Applies a delta to a session in one script, which writes only if the session exists and, where
 * that matters, is as it was read. On a conflict the session is read and the change retried, until
 * the conflict timeout.
 */
final class ChangeOperation {

  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(2), 2, Duration.ofMillis(64));

  private final StoreContext context;

  ChangeOperation(StoreContext context) {
    this.context = context;
  }

  CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return context
        .keys()
        .session(id)
        .map(key -> new Change(id, key, delta))
        .map(change -> run(change, () -> updateUnread(change)))
        .orElseGet(() -> completedStage(Optional.empty()));
  }

  /** Changes a session that the caller has read, without reading it again. */
  CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    String key = context.keys().session(seen.id()).orElseThrow();
    Change change = new Change(seen.id(), key, delta);
    return run(change, () -> updateSeen(change, seen));
  }

  private record Change(SessionId id, String key, SessionDelta delta) {

    Result<Optional<SessionRecord>> again() {
      return Result.againOrFail(new WriteConflict(id));
    }
  }

  /** Makes the first attempt like that, and reads the session before each further one. */
  private CompletionStage<Optional<SessionRecord>> run(
      Change change, Supplier<CompletionStage<Result<Optional<SessionRecord>>>> first) {
    return Retry.within(context.settings().conflictTimeout(), context.connection(), PAUSES)
        .run(attempt -> attempt == 1 ? first.get() : readAndUpdate(change));
  }

  private CompletionStage<Result<Optional<SessionRecord>>> updateSeen(
      Change change, SessionRecord seen) {
    return context
        .lookup()
        .inItsLayout(
            layout -> update(change, layout, Optional.of(seen)),
            () -> Result.answer(Optional.<SessionRecord>empty()))
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof MemberMismatch // may fit a newer state
                    ? readAndUpdate(change)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private CompletionStage<Result<Optional<SessionRecord>>> updateUnread(Change change) {
    SessionDelta delta = change.delta();
    return context
        .lookup()
        .inItsLayout(
            layout ->
                layout.needsRecord(delta) || delta.timeouts().isPresent()
                    ? readAndUpdate(change)
                    : update(change, layout, Optional.empty()),
            () -> Result.answer(Optional.<SessionRecord>empty()));
  }

  private CompletionStage<Result<Optional<SessionRecord>>> readAndUpdate(Change change) {
    return context
        .lookup()
        .find(change.id(), change.key())
        .thenCompose(
            result ->
                result instanceof Hit hit
                    ? update(change, hit.layout(), Optional.of(hit.record()))
                    : completedStage(Result.answer(Optional.empty())));
  }

  private <T> CompletionStage<Result<Optional<SessionRecord>>> update(
      Change change, Layout<T> layout, Optional<SessionRecord> seen) {
    List<String> args;
    try {
      args = args(change, layout, seen);
    } catch (RuntimeException e) { // too large, or thrown by an edit of the caller
      return failedStage(e);
    }
    return context
        .connection()
        .readAndRun(
            layout.query(), change.key(), layout.scripts().update(), keys(change, seen), args)
        .thenCompose(result -> conclude(change, layout, result));
  }

  private List<String> args(Change change, Layout<?> layout, Optional<SessionRecord> seen) {
    Optional<Timeouts> timeouts = change.delta().timeouts();
    List<String> args =
        new ArrayList<>(
            context.args(
                change.id(),
                change.delta().label().map(layout::headText).orElse(""),
                timeouts.map(t -> millis(t.idle())).orElse(""),
                timeouts.map(t -> millis(t.absolute())).orElse("")));
    args.addAll(layout.update(seen, change.delta(), context.settings().limits()));
    return args;
  }

  private List<String> keys(Change change, Optional<SessionRecord> seen) {
    Optional<String> user =
        change.delta().timeouts().isPresent()
            ? seen.flatMap(SessionRecord::user)
            : Optional.empty();
    return context.keysOf(change.key(), user);
  }

  private <T> CompletionStage<Result<Optional<SessionRecord>>> conclude(
      Change change, Layout<T> layout, RunAndRead<T> result) {
    return switch (result.script().status()) {
      case DONE -> changed(change, layout, result).thenApply(Result::answer);
      case CHANGED -> completedStage(change.again());
      case LARGE -> failedStage(context.settings().limits().tooLarge());
      default -> completedStage(Result.answer(Optional.empty()));
    };
  }

  /**
   * The session after the change, computed from the reply that was read just before the script:
   * after the script another client may have ended it. Read anew if that reply cannot tell.
   */
  private <T> CompletionStage<Optional<SessionRecord>> changed(
      Change change, Layout<T> layout, RunAndRead<T> result) {
    return context
        .lookup()
        .decodeBeside(change.id(), change.key(), layout, result.read())
        .map(before -> completedStage(before.session().map(r -> changed(r, change.delta()))))
        .orElseGet(
            () ->
                context.lookup().find(change.id(), change.key()).thenApply(LookupResult::session));
  }

  /** A nested change may need what another client wrote between the read and the script. */
  private static SessionRecord changed(SessionRecord before, SessionDelta delta) {
    try {
      return before.changedBy(delta, SizeLimits.NONE);
    } catch (MemberMismatch e) {
      return before;
    }
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
