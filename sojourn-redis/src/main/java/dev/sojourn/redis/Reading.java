package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.Found.There;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.wire.Evaluated;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Stopwatch;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
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
final class Reading {

  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  private static final long OPENS = 1;

  private final Backend backend;

  Reading(Backend backend) {
    this.backend = backend;
  }

  CompletionStage<Found> find(SessionId id) {
    return backend
        .keys()
        .session(id)
        .map(key -> backend.lookup().find(id, key))
        .orElseGet(() -> completedStage(new Found.Absent()));
  }

  CompletionStage<Accessed> show(SessionId id, SecretHash shown, boolean slides) {
    return show(id, shown, slides, Wire.MOST_LATE_ANSWERS);
  }

  private CompletionStage<Accessed> show(
      SessionId id, SecretHash shown, boolean slides, int tries) {
    return find(id).thenCompose(found -> judge(found, shown, slides, tries));
  }

  CompletionStage<Optional<SessionRecord>> read(SessionId id) {
    return find(id).thenApply(Reading::record);
  }

  /** The user's live sessions; ids of the index whose session is gone are removed meanwhile. */
  CompletionStage<List<SessionRecord>> list(String user) {
    return members(user).thenCompose(ids -> all(user, ids));
  }

  /** The ids that a user's index names; none when something else lies in its place. */
  private CompletionStage<List<String>> members(String user) {
    String index = backend.keys().index(user);
    return backend
        .wire()
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

  static Optional<SessionRecord> record(Found found) {
    return found instanceof There there ? Optional.of(there.record()) : Optional.empty();
  }

  private CompletionStage<List<SessionRecord>> all(String user, List<String> ids) {
    List<CompletableFuture<Found>> reads =
        ids.stream()
            .map(id -> SessionId.parse(id).map(this::find).orElse(completedStage(GONE)))
            .map(CompletionStage::toCompletableFuture)
            .toList();
    return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> sorted(user, ids, reads));
  }

  private static final Found GONE = new Found.Absent();

  private List<SessionRecord> sorted(
      String user, List<String> ids, List<CompletableFuture<Found>> reads) {
    List<SessionRecord> live = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Found found = reads.get(i).join();
      if (found instanceof Found.Absent) {
        stale.add(ids.get(i));
      }
      record(found).filter(r -> r.user().equals(Optional.of(user))).ifPresent(live::add);
    }
    if (!stale.isEmpty()) {
      logged("prune", prune(user, stale));
    }
    return live;
  }

  /** Removes ids from a user's index whose session is gone; answers how many. */
  CompletionStage<Long> prune(String user, List<String> ids) {
    List<String> keys = new ArrayList<>(List.of(backend.keys().index(user)));
    keys.addAll(backend.keysOf(user, ids));
    return backend.wire().run(Scripts.PRUNE, keys, ids).thenApply(answer -> answer.status());
  }

  /** What a shown secret is worth to what was found. */
  CompletionStage<Accessed> judge(Found found, SecretHash shown, boolean slides) {
    return judge(found, shown, slides, Wire.MOST_LATE_ANSWERS);
  }

  private CompletionStage<Accessed> judge(
      Found found, SecretHash shown, boolean slides, int tries) {
    if (!(found instanceof There there)) {
      return refused(found instanceof Found.Absent ? Refusal.UNKNOWN : Refusal.UNREADABLE);
    }
    return switch (there.record().secrets().standing(shown)) {
      case CURRENT, SIBLING -> completedStage(live(there, slides));
      case PENDING, REPLACED ->
          backend
              .lookup()
              .inItsLayout(
                  there.layout(),
                  layout -> prove(there, layout, shown, slides, tries),
                  () -> new Refused(Refusal.UNREADABLE));
      case UNKNOWN -> refused(Refusal.WRONG_SECRET);
    };
  }

  /** Redis decides on a secret that was handed out, or replaced, by its own clock. */
  private <T> CompletionStage<Accessed> prove(
      There there, Layout<T> layout, SecretHash shown, boolean slides, int tries) {
    SessionRecord record = there.record();
    Stopwatch watch = new Stopwatch();
    return backend
        .wire()
        .runAndRead(
            layout.scripts().prove(),
            backend.keysOf(record),
            backend.args(record.id(), shown.text(), backend.grace(), notLateUntil(there)),
            layout.query(),
            there.key())
        .thenCompose(
            answer -> {
              long status = answer.script().status();
              if (status == OPENS && watch.isPast(Wire.LATE)) {
                return tries > 1
                    ? show(record.id(), shown, slides, tries - 1)
                    : CompletableFuture.failedStage(Wire.tooLate());
              }
              return backend
                  .lookup()
                  .foundBeside(record.id(), there.key(), layout, answer.read())
                  .thenApply(now -> proven(status, now, slides));
            });
  }

  /** By Redis' clock: a run after it is one that came late, of whatever was shown long ago. */
  private static String notLateUntil(There there) {
    return Long.toString(there.now().plus(Wire.LATE).toEpochMilli());
  }

  private Accessed proven(long status, Found now, boolean slides) {
    if (status == OPENS && now instanceof There there) {
      return live(there, slides);
    }
    return new Refused(
        status < 0
            ? Refusal.STOLEN
            : now instanceof There ? Refusal.WRONG_SECRET : Refusal.UNKNOWN);
  }

  private Live live(There there, boolean slides) {
    SessionRecord record = there.record();
    if (!slides || !record.touchDue(there.left())) {
      return new Live(record);
    }
    logged("touch", touch(there));
    return new Live(record.touchedAt(there.now()));
  }

  private CompletionStage<?> touch(There there) {
    SessionRecord record = there.record();
    String read = Long.toString(record.lastAccessAt().toEpochMilli());
    return backend
        .lookup()
        .inItsLayout(
            there.layout(),
            layout ->
                backend
                    .wire()
                    .run(
                        layout.scripts().touch(),
                        backend.keysOf(record),
                        List.of(record.id().value(), read)),
            () -> new Evaluated(0, List.of()));
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
