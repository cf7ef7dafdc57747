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
import dev.sojourn.redis.internal.lookup.DictionaryMissing;
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
 * Changes: a delta goes down in one script, which writes only if the session is there and is as it
 * was seen where that matters; when others were faster it is read and tried again, for a while.
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
        .map(key -> begin(new Change(id, key, delta, deadline())))
        .orElseGet(() -> completedStage(Optional.empty()));
  }

  /** As {@link #change(SessionId, SessionDelta)}, without reading what was read before. */
  CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    Change change =
        new Change(seen.id(), context.keys().session(seen.id()).orElseThrow(), delta, deadline());
    return context
        .lookup()
        .inItsLayout(layout -> update(change, layout, Optional.of(seen), 0), Optional::empty)
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof MemberMismatch // it may fit by now
                    ? readAndUpdate(change, 0)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private record Change(SessionId id, String key, SessionDelta delta, long deadline) {

    boolean isOver() {
      return System.nanoTime() - deadline > 0;
    }
  }

  private CompletionStage<Optional<SessionRecord>> begin(Change change) {
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
    } catch (RuntimeException e) { // too large, or what an edit of the caller's threw
      return failedStage(e);
    }
    return context
        .connection()
        .readAndRun(
            layout.query(), change.key(), layout.scripts().update(), keys(change, seen), args)
        .thenCompose(answer -> concluded(change, layout, answer, tries));
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

  private <T> CompletionStage<Optional<SessionRecord>> concluded(
      Change change, Layout<T> layout, RunAndRead<T> answer, int tries) {
    long status = answer.script().status();
    if (status == TOO_LARGE) {
      return failedStage(context.settings().limits().tooLarge());
    }
    if (status == CONFLICT) {
      return change.isOver()
          ? failedStage(new WriteConflict(change.id()))
          : backoff.before(tries, () -> readAndUpdate(change, tries + 1));
    }
    return status == GONE ? completedStage(Optional.empty()) : changed(change, layout, answer);
  }

  /**
   * The session after the change: read just before the script, for just after it another may have
   * ended it. One that came into this layout between the two, or needs a dictionary, is read again.
   */
  private <T> CompletionStage<Optional<SessionRecord>> changed(
      Change change, Layout<T> layout, RunAndRead<T> answer) {
    if (answer.read().hasMoved()) {
      return context.lookup().find(change.id(), change.key()).thenApply(AccessOperation::record);
    }
    try {
      LookupResult before =
          context.lookup().found(change.id(), change.key(), layout, answer.read());
      return completedStage(
          AccessOperation.record(before).map(record -> changed(record, change.delta())));
    } catch (DictionaryMissing e) {
      return context.lookup().find(change.id(), change.key()).thenApply(AccessOperation::record);
    }
  }

  /** Another's change that fell in between may be what a nested one needed; it is missing here. */
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
