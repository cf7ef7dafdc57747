package dev.sojourn.redis.internal.nearcache;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.invalidation.SubscribedConnection.CacheRead;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.DecodedReply;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.operation.AccessOperation;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionRecord;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accesses over the subscribed connection: a session that is found is cached as its reply arrives,
 * in the order of Redis. If that connection is missing, fails, or its reply can no longer be used,
 * the access falls back to the plain connection, uncached.
 */
final class NearCacheReads {

  private static final Accessed UNREADABLE = new Refused(Refusal.UNREADABLE);

  private final StoreContext context;
  private final AccessOperation accessOperation;
  private final SessionCache cache;
  private final Executor executor;

  /**
   * Reads for one store.
   *
   * @param executor runs what follows a read, away from the event loop of the connection
   */
  NearCacheReads(
      StoreContext context,
      AccessOperation accessOperation,
      SessionCache cache,
      Executor executor) {
    this.context = context;
    this.accessOperation = accessOperation;
    this.cache = cache;
    this.executor = executor;
  }

  /**
   * Does the same as {@link AccessOperation#access}.
   *
   * @param fallback the access over the plain connection
   */
  CompletionStage<Accessed> access(
      SessionId id,
      SecretHash shown,
      boolean slides,
      Supplier<CompletionStage<Accessed>> fallback) {
    Optional<String> key = context.keys().session(id);
    Optional<CacheRead> read = key.flatMap(cache::beginRead);
    return read.isEmpty()
        ? fallback.get()
        : find(id, key.get(), read.get())
            .handleAsync(ReadOutcome::new, executor)
            .thenCompose(
                outcome ->
                    outcome.result().filter(found -> isUsable(read.get(), id, found)).isPresent()
                        ? accessOperation.judge(id, outcome.result().get(), shown, slides)
                        : outcome.judged(read.get(), fallback.get()));
  }

  /** What a read over the subscribed connection led to. */
  private record ReadOutcome(Optional<LookupResult> result, boolean doubtful) {

    ReadOutcome(@Nullable LookupResult result, @Nullable Throwable failure) {
      this(
          Optional.ofNullable(result),
          failure != null && RedisErrors.unwrapped(failure) instanceof DoubtfulReply);
    }

    /** The plain connection answers, and so judges a reply that was in doubt. */
    CompletionStage<Accessed> judged(CacheRead read, CompletionStage<Accessed> plain) {
      return doubtful
          ? plain.whenComplete(
              (answer, failure) -> read.connection().endDoubt(read, UNREADABLE.equals(answer)))
          : plain;
    }
  }

  /** A reply that seems to belong to another command. */
  private static final class DoubtfulReply extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  private CompletionStage<LookupResult> find(SessionId id, String key, CacheRead read) {
    return context
        .lookup()
        .inItsLayout(layout -> read(id, key, layout, read), LookupResult.UnreadableRecord::new);
  }

  private <T> CompletionStage<LookupResult> read(
      SessionId id, String key, Layout<T> layout, CacheRead read) {
    return read.connection()
        .read(layout.query(), key, reply -> onReply(id, key, layout, read, reply));
  }

  private <T> LookupResult onReply(
      SessionId id, String key, Layout<T> layout, CacheRead read, Reply<T> reply) {
    LookupResult result = decode(id, key, layout, read, reply);
    if (result instanceof Hit hit) {
      cache.put(hit.record(), read, hit.left());
    }
    return result;
  }

  /** A record of another session means a misrouted reply, or that somebody copied it. */
  private <T> LookupResult decode(
      SessionId id, String key, Layout<T> layout, CacheRead read, Reply<T> reply) {
    DecodedReply decoded = context.lookup().decode(id, key, layout, reply);
    if (decoded instanceof DecodedReply.Found found) {
      return found.result();
    }
    if (decoded instanceof DecodedReply.MisroutedReply) {
      read.connection().beginDoubt();
      throw new DoubtfulReply();
    }
    throw new StoreUnavailable("the near cache cannot use a reply: " + decoded, null);
  }

  private boolean isUsable(CacheRead read, SessionId id, LookupResult result) {
    return cache.isUsable(read, id, result.session().flatMap(SessionRecord::user));
  }
}
