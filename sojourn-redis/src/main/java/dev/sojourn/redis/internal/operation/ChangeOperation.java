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
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Applies a delta to a session in one script, which writes only if the session exists and, where
 * that matters, is as it was read. On a conflict the session is read and the change retried, until
 * the conflict timeout.
 */
final class ChangeOperation {

  private static final long GONE = 0;
  private static final long CONFLICT = -1;
  private static final long TOO_LARGE = -2;

  private final StoreContext context;
  private final Backoff backoff;

  ChangeOperation(StoreContext context) {
    this.context = context;
    this.backoff = new Backoff(context.connection());
  }

  CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return context
        .keys()
        .session(id)
        .map(key -> start(new Change(id, key, delta, deadline())))
        .orElseGet(() -> completedStage(Optional.empty()));
  }

  /** Changes a session that the caller has read, without reading it again. */
  CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    Change change =
        new Change(seen.id(), context.keys().session(seen.id()).orElseThrow(), delta, deadline());
    return context
        .lookup()
        .inItsLayout(layout -> update(change, layout, Optional.of(seen), 0), Optional::empty)
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof MemberMismatch // may fit a newer state
                    ? readAndUpdate(change, 0)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private record Change(SessionId id, String key, SessionDelta delta, long deadline) {

    boolean isOver() {
      return System.nanoTime() - deadline > 0;
    }
  }

  private CompletionStage<Optional<SessionRecord>> start(Change change) {
    return context
        .lookup()
        .inItsLayout(
            layout ->
                layout.needsRecord(change.delta()) || change.delta().timeouts().isPresent()
                    ? readAndUpdate(change, 0)
                    : update(change, layout, Optional.empty(), 0),
            Optional::empty);
  }

  private CompletionStage<Optional<SessionRecord>> readAndUpdate(Change change, int tries) {
    return context
        .lookup()
        .find(change.id(), change.key())
        .thenCompose(
            result ->
                result instanceof Hit hit
                    ? update(change, hit.layout(), Optional.of(hit.record()), tries)
                    : completedStage(Optional.empty()));
  }

  private <T> CompletionStage<Optional<SessionRecord>> update(
      Change change, Layout<T> layout, Optional<SessionRecord> seen, int tries) {
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
        .thenCompose(result -> conclude(change, layout, result, tries));
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

  private <T> CompletionStage<Optional<SessionRecord>> conclude(
      Change change, Layout<T> layout, RunAndRead<T> result, int tries) {
    long status = result.script().status();
    if (status == TOO_LARGE) {
      return failedStage(context.settings().limits().tooLarge());
    }
    if (status == CONFLICT) {
      return change.isOver()
          ? failedStage(new WriteConflict(change.id()))
          : backoff.before(tries, () -> readAndUpdate(change, tries + 1));
    }
    return status == GONE ? completedStage(Optional.empty()) : changed(change, layout, result);
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

  private long deadline() {
    return System.nanoTime() + context.settings().conflictTimeout().toNanos();
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
