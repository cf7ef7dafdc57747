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
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.Retry.Result;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.redis.internal.script.ScriptResult;
import dev.sojourn.redis.internal.script.ScriptResult.Status;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Migrates a session to the configured layout, naming and compression: reads it wherever it is
 * stored, and writes it with one script if it is still what was read; otherwise it reads again. A
 * session that has ended meanwhile stays ended.
 */
public final class SessionMigrator implements RecordMigrator {

  private static final int MAX_ATTEMPTS = 10;
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(2), 2, Duration.ofMillis(64));

  private final StoreContext context;
  private final Map<String, Script> scripts;
  private final Retry retry;

  /**
   * Migrates to the layout of new sessions.
   *
   * @param layouts the layouts that a session may have now
   */
  public SessionMigrator(StoreContext context, List<Layout<?>> layouts) {
    this.context = context;
    this.scripts =
        layouts.stream()
            .collect(Collectors.toMap(SessionMigrator::name, context.layout()::moveFrom));
    this.retry = Retry.attempts(MAX_ATTEMPTS, context.connection(), PAUSES);
  }

  /** The layout, then naming and compression where they are not the default. */
  @Override
  public String target() {
    RedisSettings settings = context.settings();
    StringBuilder name = new StringBuilder(settings.layout().name());
    if (settings.naming() != NamingName.READABLE) {
      name.append('_').append(settings.naming().name());
    }
    if (settings.compression() != CompressionName.NONE) {
      name.append('_').append(settings.compression().name());
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public CompletionStage<Outcome> migrate(String key) {
    SessionId id = context.keys().sessionId(key).orElseThrow();
    return retry.run(attempt -> migrate(id, key));
  }

  @Override
  public CompletionStage<Outcome> dryRun(String key) {
    return context
        .lookup()
        .find(context.keys().sessionId(key).orElseThrow(), key)
        .thenCompose(
            result ->
                result instanceof Hit hit
                    ? isAtTarget(hit).thenApply(yes -> yes ? Outcome.ALREADY : Outcome.MOVED)
                    : completedStage(skipped(result)));
  }

  private CompletionStage<Result<Outcome>> migrate(SessionId id, String key) {
    return context
        .lookup()
        .find(id, key)
        .thenCompose(
            result ->
                result instanceof Hit hit
                    ? isAtTarget(hit)
                        .thenCompose(
                            yes ->
                                yes ? completedStage(Result.answer(Outcome.ALREADY)) : write(hit))
                    : completedStage(Result.answer(skipped(result))));
  }

  /** The outcome for a key that holds no readable session. */
  private static Outcome skipped(LookupResult result) {
    return result instanceof LookupResult.Miss ? Outcome.ENDED : Outcome.UNREADABLE;
  }

  private CompletionStage<Boolean> isAtTarget(Hit hit) {
    Layout<?> target = context.layout();
    return name(hit.layout()).equals(name(target)) && hit.layout().naming().isSame(target.naming())
        ? isCompressedAlike(hit, target)
        : completedStage(false);
  }

  /** Reads the value again, since a record does not say how it was compressed. */
  private <T> CompletionStage<Boolean> isCompressedAlike(Hit hit, Layout<T> target) {
    return context
        .connection()
        .read(target.query(), hit.key())
        .thenApply(reply -> target.wouldCompressAlike(hit.record(), reply.value()))
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE")
                    ? completedStage(false)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private CompletionStage<Result<Outcome>> write(Hit hit) {
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
        .thenApply(ScriptResult::status)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE") // another migration was faster
                    ? completedStage(Status.CHANGED)
                    : failedStage(RedisErrors.unwrapped(failure)))
        .thenApply(SessionMigrator::doneOrAgain);
  }

  /** A session that the script did not find is looked up again, and found to have ended. */
  private static Result<Outcome> doneOrAgain(Status status) {
    return switch (status) {
      case DONE -> Result.answer(Outcome.MOVED);
      case CHANGED -> Result.againOr(Outcome.BUSY);
      default -> Result.againOr(Outcome.UNREADABLE);
    };
  }

  /** The name of a layout, whatever its naming. */
  private static String name(Layout<?> layout) {
    return layout.scripts().prelude();
  }
}
