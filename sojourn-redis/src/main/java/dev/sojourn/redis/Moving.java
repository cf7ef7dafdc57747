package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.Found.There;
import dev.sojourn.redis.RedisSettings.CompressionName;
import dev.sojourn.redis.RedisSettings.NamingName;
import dev.sojourn.redis.care.Mover;
import dev.sojourn.redis.layout.Head;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.script.Script;
import dev.sojourn.redis.wire.RedisErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Moves a session into the configured layout and naming, compressed or not as configured: read
 * wherever it lies, and written by one script if it is still what was read; else it is read again.
 * What ended meanwhile stays ended.
 */
final class Moving implements Mover {

  private static final int MOST_TRIES = 10;
  private static final long DONE = 1;
  private static final long CHANGED = 2;

  private final Backend backend;
  private final Map<String, Script> scripts;
  private final Pauses pauses;

  /** Into the layout of new sessions, out of any of these. */
  Moving(Backend backend, List<Layout<?>> layouts) {
    this.backend = backend;
    this.scripts =
        layouts.stream().collect(Collectors.toMap(Moving::name, backend.layout()::moveFrom));
    this.pauses = new Pauses(backend.wire());
  }

  /** The layout; and what is not so by default. */
  @Override
  public String name() {
    RedisSettings wanted = backend.settings();
    StringBuilder name = new StringBuilder(wanted.layout().name());
    if (wanted.naming() != NamingName.READABLE) {
      name.append('_').append(wanted.naming().name());
    }
    if (wanted.compression() != CompressionName.NONE) {
      name.append('_').append(wanted.compression().name());
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public CompletionStage<Moved> move(String key) {
    return move(backend.keys().sessionId(key).orElseThrow(), key, 1);
  }

  @Override
  public CompletionStage<Moved> look(String key) {
    return backend
        .lookup()
        .find(backend.keys().sessionId(key).orElseThrow(), key)
        .thenCompose(
            found ->
                found instanceof There there
                    ? isAsWanted(there).thenApply(so -> so ? Moved.ALREADY : Moved.MOVED)
                    : completedStage(left(found)));
  }

  private CompletionStage<Moved> move(SessionId id, String key, int tries) {
    return backend
        .lookup()
        .find(id, key)
        .thenCompose(
            found ->
                found instanceof There there
                    ? isAsWanted(there)
                        .thenCompose(so -> so ? completedStage(Moved.ALREADY) : move(there, tries))
                    : completedStage(left(found)));
  }

  /** What cannot be moved. */
  private static Moved left(Found found) {
    return found instanceof Found.Absent ? Moved.ENDED : Moved.UNREADABLE;
  }

  private CompletionStage<Boolean> isAsWanted(There there) {
    Layout<?> wanted = backend.layout();
    return name(there.layout()).equals(name(wanted))
            && there.layout().naming().isSame(wanted.naming())
        ? isCompressedAsWanted(there, wanted)
        : completedStage(false);
  }

  /** Looks at it once more, for a record does not tell; what changed meanwhile is not so. */
  private <T> CompletionStage<Boolean> isCompressedAsWanted(There there, Layout<T> wanted) {
    return backend
        .wire()
        .read(wanted.query(), there.key())
        .thenApply(reply -> wanted.wouldWriteSo(there.record(), reply.value()))
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE")
                    ? completedStage(false)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private CompletionStage<Moved> move(There there, int tries) {
    SessionRecord record = there.record();
    List<String> args = new ArrayList<>(backend.args(record.id()));
    args.addAll(Head.fingerprint(record));
    args.addAll(backend.layout().record(record));
    return backend
        .wire()
        .run(
            Objects.requireNonNull(scripts.get(name(there.layout()))),
            List.of(there.key(), backend.keys().beside(there.key())),
            args)
        .thenApply(answer -> answer.status())
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE") // another was faster
                    ? completedStage(CHANGED)
                    : failedStage(RedisErrors.unwrapped(failure)))
        .thenCompose(status -> concluded(there, status, tries));
  }

  /** One that the script does not find is looked for again, and found to have ended. */
  private CompletionStage<Moved> concluded(There there, long status, int tries) {
    if (status == DONE) {
      return completedStage(Moved.MOVED);
    }
    if (tries == MOST_TRIES) {
      return completedStage(status == CHANGED ? Moved.BUSY : Moved.UNREADABLE);
    }
    return pauses.before(tries, () -> move(there.record().id(), there.key(), tries + 1));
  }

  /** Of a layout, in whatever naming. */
  private static String name(Layout<?> layout) {
    return layout.scripts().prelude();
  }
}
