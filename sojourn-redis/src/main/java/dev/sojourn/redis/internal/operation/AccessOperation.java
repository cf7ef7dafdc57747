package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.ScriptResult;
import dev.sojourn.redis.internal.connection.Stopwatch;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access, peek, read and list: native reads in one flush, the secret compared on our side. Only an
 * access whose touch is due writes, and nobody waits for that.
 */
public final class AccessOperation {

  private static final Logger LOG = LoggerFactory.getLogger(AccessOperation.class);

  private static final long OPENS = 1;

  private final StoreContext context;

  AccessOperation(StoreContext context) {
    this.context = context;
  }

  CompletionStage<LookupResult> find(SessionId id) {
    return context
        .keys()
        .session(id)
        .map(key -> context.lookup().find(id, key))
        .orElseGet(() -> completedStage(new LookupResult.Miss()));
  }

  CompletionStage<Accessed> access(SessionId id, SecretHash shown, boolean slides) {
    return access(id, shown, slides, RedisConnection.MOST_LATE_ANSWERS);
  }

  private CompletionStage<Accessed> access(
      SessionId id, SecretHash shown, boolean slides, int tries) {
    return find(id).thenCompose(result -> judge(result, shown, slides, tries));
  }

  CompletionStage<Optional<SessionRecord>> read(SessionId id) {
    return find(id).thenApply(AccessOperation::record);
  }

  /** The user's live sessions; ids of the index whose session is gone are removed meanwhile. */
  CompletionStage<List<SessionRecord>> list(String user) {
    return members(user).thenCompose(ids -> all(user, ids));
  }

  /** The ids that a user's index names; none when something else lies in its place. */
  private CompletionStage<List<String>> members(String user) {
    String index = context.keys().index(user);
    return context
        .connection()
        .members(index)
        .exceptionallyCompose(failure -> withoutIndex(failure).thenApply(none -> List.of()));
  }

  /** An index of another type begins anew with the next touch; until then the user has none. */
  static CompletionStage<Void> withoutIndex(Throwable failure) {
    if (RedisErrors.isCode(failure, "WRONGTYPE")) {
      LOG.warn("an index of a user is of another type; it begins anew with the next touch");
      return completedStage(null);
    }
    return CompletableFuture.failedStage(RedisErrors.unwrapped(failure));
  }

  public static Optional<SessionRecord> record(LookupResult result) {
    return result instanceof Hit hit ? Optional.of(hit.record()) : Optional.empty();
  }

  private CompletionStage<List<SessionRecord>> all(String user, List<String> ids) {
    List<CompletableFuture<LookupResult>> reads =
        ids.stream()
            .map(id -> SessionId.parse(id).map(this::find).orElse(completedStage(GONE)))
            .map(CompletionStage::toCompletableFuture)
            .toList();
    return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> sorted(user, ids, reads));
  }

  private static final LookupResult GONE = new LookupResult.Miss();

  private List<SessionRecord> sorted(
      String user, List<String> ids, List<CompletableFuture<LookupResult>> reads) {
    List<SessionRecord> live = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      LookupResult result = reads.get(i).join();
      if (result instanceof LookupResult.Miss) {
        stale.add(ids.get(i));
      }
      record(result).filter(r -> r.user().equals(Optional.of(user))).ifPresent(live::add);
    }
    if (!stale.isEmpty()) {
      logged("prune", prune(user, stale));
    }
    return live;
  }

  /** Removes ids from a user's index whose session is gone; answers how many. */
  CompletionStage<Long> prune(String user, List<String> ids) {
    List<String> keys = new ArrayList<>(List.of(context.keys().index(user)));
    keys.addAll(context.keysOf(user, ids));
    return context
        .connection()
        .run(OperationScripts.PRUNE, keys, ids)
        .thenApply(answer -> answer.status());
  }

  /** What a shown secret is worth to what was found. */
  public CompletionStage<Accessed> judge(LookupResult result, SecretHash shown, boolean slides) {
    return judge(result, shown, slides, RedisConnection.MOST_LATE_ANSWERS);
  }

  private CompletionStage<Accessed> judge(
      LookupResult result, SecretHash shown, boolean slides, int tries) {
    if (!(result instanceof Hit hit)) {
      return refused(result instanceof LookupResult.Miss ? Refusal.UNKNOWN : Refusal.UNREADABLE);
    }
    return switch (hit.record().secrets().standing(shown)) {
      case CURRENT, SIBLING -> completedStage(live(hit, slides));
      case PENDING, REPLACED ->
          context
              .lookup()
              .inItsLayout(
                  hit.layout(),
                  layout -> prove(hit, layout, shown, slides, tries),
                  () -> new Refused(Refusal.UNREADABLE));
      case UNKNOWN -> refused(Refusal.WRONG_SECRET);
    };
  }

  /** Redis decides on a secret that was handed out, or replaced, by its own clock. */
  private <T> CompletionStage<Accessed> prove(
      Hit hit, Layout<T> layout, SecretHash shown, boolean slides, int tries) {
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
            answer -> {
              long status = answer.script().status();
              if (status == OPENS && watch.isPast(RedisConnection.LATE)) {
                return tries > 1
                    ? access(record.id(), shown, slides, tries - 1)
                    : CompletableFuture.failedStage(RedisConnection.tooLate());
              }
              return context
                  .lookup()
                  .foundBeside(record.id(), hit.key(), layout, answer.read())
                  .thenApply(now -> proven(status, now, slides));
            });
  }

  /** By Redis' clock: a run after it is one that came late, of whatever was shown long ago. */
  private static String notLateUntil(Hit hit) {
    return Long.toString(hit.now().plus(RedisConnection.LATE).toEpochMilli());
  }

  private Accessed proven(long status, LookupResult now, boolean slides) {
    if (status == OPENS && now instanceof Hit hit) {
      return live(hit, slides);
    }
    return new Refused(
        status < 0 ? Refusal.STOLEN : now instanceof Hit ? Refusal.WRONG_SECRET : Refusal.UNKNOWN);
  }

  private Live live(Hit hit, boolean slides) {
    SessionRecord record = hit.record();
    if (!slides || !record.touchDue(hit.left())) {
      return new Live(record);
    }
    logged("touch", touch(hit));
    return new Live(record.touchedAt(hit.now()));
  }

  private CompletionStage<?> touch(Hit hit) {
    SessionRecord record = hit.record();
    String read = Long.toString(record.lastAccessAt().toEpochMilli());
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
                        List.of(record.id().value(), read)),
            () -> new ScriptResult(0, List.of()));
  }

  private static void logged(String what, CompletionStage<?> unawaited) {
    unawaited.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.debug("a {} was not written, the next one will be", what, failure);
          }
        });
  }

  private static CompletionStage<Accessed> refused(Refusal why) {
    return completedStage(new Refused(why));
  }
}
