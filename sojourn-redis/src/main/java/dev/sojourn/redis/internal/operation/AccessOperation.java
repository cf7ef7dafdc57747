package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.LateReplies;
import dev.sojourn.redis.internal.connection.Stopwatch;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Retry.Result;
import dev.sojourn.redis.internal.script.ScriptResult;
import dev.sojourn.redis.internal.script.ScriptResult.Status;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Accesses, peeks at and reads sessions, by native reads in one flush; the secret is compared in
 * this process. Only an access whose touch is due writes, and its caller does not wait for that.
 */
public final class AccessOperation {

  private final StoreContext context;

  AccessOperation(StoreContext context) {
    this.context = context;
  }

  CompletionStage<Accessed> access(SessionId id, SecretHash shown, boolean slides) {
    return LateReplies.RETRY.run(attempt -> find(id, shown, slides));
  }

  private CompletionStage<Result<Accessed>> find(SessionId id, SecretHash shown, boolean slides) {
    return context.find(id).thenCompose(found -> decide(found, shown, slides));
  }

  CompletionStage<Optional<SessionRecord>> read(SessionId id) {
    return context.find(id).thenApply(LookupResult::session);
  }

  /** Decides on a shown secret for the result of a lookup of that session. */
  public CompletionStage<Accessed> judge(
      SessionId id, LookupResult result, SecretHash shown, boolean slides) {
    return LateReplies.RETRY.run(
        attempt -> attempt == 1 ? decide(result, shown, slides) : find(id, shown, slides));
  }

  private CompletionStage<Result<Accessed>> decide(
      LookupResult result, SecretHash shown, boolean slides) {
    if (!(result instanceof Hit hit)) {
      return refused(result instanceof LookupResult.Miss ? Refusal.UNKNOWN : Refusal.UNREADABLE);
    }
    return switch (hit.record().secrets().standing(shown)) {
      case CURRENT, SIBLING -> completedStage(Result.answer(live(hit, slides)));
      case PENDING, REPLACED ->
          context
              .lookup()
              .inItsLayout(
                  hit.layout(),
                  layout -> prove(hit, layout, shown, slides),
                  () -> Result.answer(new Refused(Refusal.UNREADABLE)));
      case UNKNOWN -> refused(Refusal.WRONG_SECRET);
    };
  }

  /** Lets Redis decide, by its own clock, on a secret that is pending or was replaced. */
  private <T> CompletionStage<Result<Accessed>> prove(
      Hit hit, Layout<T> layout, SecretHash shown, boolean slides) {
    SessionRecord record = hit.record();
    Stopwatch watch = new Stopwatch();
    return context
        .connection()
        .runAndRead(
            layout.scripts().prove(),
            context.keysOf(record),
            context.args(record.id(), shown.text(), context.grace(), notLateUntil(hit)),
            layout.query(),
            hit.key())
        .thenCompose(
            result -> {
              if (result.script().isDone() && watch.isPast(LateReplies.MAX_AGE)) {
                return completedStage(Result.againOrFail(LateReplies.failure()));
              }
              return context
                  .lookup()
                  .foundBeside(record.id(), hit.key(), layout, result.read())
                  .thenApply(after -> Result.answer(proven(result.script(), after, slides)));
            });
  }

  /** Until when, by Redis' clock, a run of the script is not a late one. */
  private static String notLateUntil(Hit hit) {
    return Long.toString(hit.now().plus(LateReplies.MAX_AGE).toEpochMilli());
  }

  private Accessed proven(ScriptResult result, LookupResult after, boolean slides) {
    if (result.isDone() && after instanceof Hit hit) {
      return live(hit, slides);
    }
    if (result.status() == Status.STOLEN) {
      return new Refused(Refusal.STOLEN);
    }
    return new Refused(after instanceof Hit ? Refusal.WRONG_SECRET : Refusal.UNKNOWN);
  }

  private Live live(Hit hit, boolean slides) {
    SessionRecord record = hit.record();
    if (!slides || !record.touchDue(hit.left())) {
      return new Live(record);
    }
    BestEffort.logFailure("touch", touch(hit));
    return new Live(record.touchedAt(hit.now()));
  }

  private CompletionStage<?> touch(Hit hit) {
    SessionRecord record = hit.record();
    String lastAccess = Long.toString(record.lastAccessAt().toEpochMilli());
    return context
        .lookup()
        .inItsLayout(
            hit.layout(),
            layout ->
                context
                    .connection()
                    .run(
                        layout.scripts().touch(),
                        context.keysOf(record),
                        List.of(record.id().value(), lastAccess)),
            () -> ScriptResult.GONE);
  }

  private static CompletionStage<Result<Accessed>> refused(Refusal why) {
    return completedStage(Result.answer(new Refused(why)));
  }
}
