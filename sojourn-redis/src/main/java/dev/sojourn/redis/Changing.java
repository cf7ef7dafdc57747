package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.Limits;
import dev.sojourn.MemberMismatch;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.Found.There;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Wire.RunAndRead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Changes: a delta goes down in one script, which writes only if the session is there and is as it
 * was seen where that matters; when others were faster it is read and tried again, for a while.
 */
final class Changing {

  private static final long GONE = 0;
  private static final long CONFLICT = -1;
  private static final long TOO_LARGE = -2;

  private final Backend backend;
  private final Pauses pauses;

  Changing(Backend backend) {
    this.backend = backend;
    this.pauses = new Pauses(backend.wire());
  }

  CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return backend
        .keys()
        .session(id)
        .map(key -> begin(new Change(id, key, delta, deadline())))
        .orElseGet(() -> completedStage(Optional.empty()));
  }

  /** As {@link #change(SessionId, SessionDelta)}, without reading what was read before. */
  CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    Change change =
        new Change(seen.id(), backend.keys().session(seen.id()).orElseThrow(), delta, deadline());
    return backend
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
    return backend
        .lookup()
        .inItsLayout(
            layout ->
                layout.needsRecord(change.delta()) || change.delta().timeouts().isPresent()
                    ? readAndUpdate(change, 0)
                    : update(change, layout, Optional.empty(), 0),
            Optional::empty);
  }

  private CompletionStage<Optional<SessionRecord>> readAndUpdate(Change change, int tries) {
    return backend
        .lookup()
        .find(change.id(), change.key())
        .thenCompose(
            found ->
                found instanceof There there
                    ? update(change, there.layout(), Optional.of(there.record()), tries)
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
    return backend
        .wire()
        .readAndRun(
            layout.query(), change.key(), layout.scripts().update(), keys(change, seen), args)
        .thenCompose(answer -> concluded(change, layout, answer, tries));
  }

  private List<String> args(Change change, Layout<?> layout, Optional<SessionRecord> seen) {
    Optional<Timeouts> timeouts = change.delta().timeouts();
    List<String> args =
        new ArrayList<>(
            backend.args(
                change.id(),
                change.delta().label().map(layout::headText).orElse(""),
                timeouts.map(t -> millis(t.idle())).orElse(""),
                timeouts.map(t -> millis(t.absolute())).orElse("")));
    args.addAll(layout.update(seen, change.delta(), backend.settings().limits()));
    return args;
  }

  private List<String> keys(Change change, Optional<SessionRecord> seen) {
    Optional<String> user =
        change.delta().timeouts().isPresent()
            ? seen.flatMap(SessionRecord::user)
            : Optional.empty();
    return backend.keysOf(change.key(), user);
  }

  private <T> CompletionStage<Optional<SessionRecord>> concluded(
      Change change, Layout<T> layout, RunAndRead<T> answer, int tries) {
    long status = answer.script().status();
    if (status == TOO_LARGE) {
      return failedStage(backend.settings().limits().tooLarge());
    }
    if (status == CONFLICT) {
      return change.isOver()
          ? failedStage(new WriteConflict(change.id()))
          : pauses.before(tries, () -> readAndUpdate(change, tries + 1));
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
      return backend.lookup().find(change.id(), change.key()).thenApply(Reading::record);
    }
    try {
      Found before = backend.lookup().found(change.id(), change.key(), layout, answer.read());
      return completedStage(Reading.record(before).map(record -> changed(record, change.delta())));
    } catch (Locked e) {
      return backend.lookup().find(change.id(), change.key()).thenApply(Reading::record);
    }
  }

  /** Another's change that fell in between may be what a nested one needed; it is missing here. */
  private static SessionRecord changed(SessionRecord before, SessionDelta delta) {
    try {
      return before.changedBy(delta, Limits.NONE);
    } catch (MemberMismatch e) {
      return before;
    }
  }

  private long deadline() {
    return System.nanoTime() + backend.settings().conflictTimeout().toNanos();
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
