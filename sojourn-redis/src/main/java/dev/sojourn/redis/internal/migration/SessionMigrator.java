package dev.sojourn.redis.internal.migration;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.RecordHeader;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.maintenance.RecordMigrator;
import dev.sojourn.redis.internal.operation.Backoff;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.spi.SessionRecord;
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
public final class SessionMigrator implements RecordMigrator {

  private static final int MOST_TRIES = 10;
  private static final long DONE = 1;
  private static final long CHANGED = 2;

  private final StoreContext context;
  private final Map<String, Script> scripts;
  private final Backoff backoff;

  /** Into the layout of new sessions, out of any of these. */
  public SessionMigrator(StoreContext context, List<Layout<?>> layouts) {
    this.context = context;
    this.scripts =
        layouts.stream()
            .collect(Collectors.toMap(SessionMigrator::name, context.layout()::moveFrom));
    this.backoff = new Backoff(context.connection());
  }

  /** The layout; and what is not so by default. */
  @Override
  public String name() {
    RedisSettings wanted = context.settings();
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
  public CompletionStage<Outcome> move(String key) {
    return move(context.keys().sessionId(key).orElseThrow(), key, 1);
  }

  @Override
  public CompletionStage<Outcome> look(String key) {
    return context
        .lookup()
        .find(context.keys().sessionId(key).orElseThrow(), key)
        .thenCompose(
            result ->
                result instanceof Hit hit
                    ? isAsWanted(hit).thenApply(so -> so ? Outcome.ALREADY : Outcome.MOVED)
                    : completedStage(left(result)));
  }

  private CompletionStage<Outcome> move(SessionId id, String key, int tries) {
    return context
        .lookup()
        .find(id, key)
        .thenCompose(
            result ->
                result instanceof Hit hit
                    ? isAsWanted(hit)
                        .thenCompose(so -> so ? completedStage(Outcome.ALREADY) : move(hit, tries))
                    : completedStage(left(result)));
  }

  /** What cannot be moved. */
  private static Outcome left(LookupResult result) {
    return result instanceof LookupResult.Miss ? Outcome.ENDED : Outcome.UNREADABLE;
  }

  private CompletionStage<Boolean> isAsWanted(Hit hit) {
    Layout<?> wanted = context.layout();
    return name(hit.layout()).equals(name(wanted)) && hit.layout().naming().isSame(wanted.naming())
        ? isCompressedAsWanted(hit, wanted)
        : completedStage(false);
  }

  /** Looks at it once more, for a record does not tell; what changed meanwhile is not so. */
  private <T> CompletionStage<Boolean> isCompressedAsWanted(Hit hit, Layout<T> wanted) {
    return context
        .connection()
        .read(wanted.query(), hit.key())
        .thenApply(reply -> wanted.wouldWriteSo(hit.record(), reply.value()))
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE")
                    ? completedStage(false)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private CompletionStage<Outcome> move(Hit hit, int tries) {
    SessionRecord record = hit.record();
    List<String> args = new ArrayList<>(context.args(record.id()));
    args.addAll(RecordHeader.fingerprint(record));
    args.addAll(context.layout().record(record));
    return context
        .connection()
        .run(
            Objects.requireNonNull(scripts.get(name(hit.layout()))),
            List.of(hit.key(), context.keys().beside(hit.key())),
            args)
        .thenApply(answer -> answer.status())
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE") // another was faster
                    ? completedStage(CHANGED)
                    : failedStage(RedisErrors.unwrapped(failure)))
        .thenCompose(status -> concluded(hit, status, tries));
  }

  /** One that the script does not find is looked for again, and found to have ended. */
  private CompletionStage<Outcome> concluded(Hit hit, long status, int tries) {
    if (status == DONE) {
      return completedStage(Outcome.MOVED);
    }
    if (tries == MOST_TRIES) {
      return completedStage(status == CHANGED ? Outcome.BUSY : Outcome.UNREADABLE);
    }
    return backoff.before(tries, () -> move(hit.record().id(), hit.key(), tries + 1));
  }

  /** Of a layout, in whatever naming. */
  private static String name(Layout<?> layout) {
    return layout.scripts().prelude();
  }
}
