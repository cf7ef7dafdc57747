package dev.sojourn.redis.internal.nearcache;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.invalidation.SubscribedConnection.CacheRead;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.operation.AccessOperation;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.SessionRecord;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Accesses over the ordered wire: what is found is kept as it arrives, in Redis' order. A wire that
 * is not there, fails, or answers with what is not to be told any more, is passed by: the question
 * is asked again over the plain connection, uncached.
 */
final class NearCacheReads {

  private final StoreContext context;
  private final AccessOperation accessOperation;
  private final SessionCache near;
  private final Executor home;

  /**
   * Reads for one store.
   *
   * @param home where answers are handed to callers
   */
  NearCacheReads(
      StoreContext context, AccessOperation accessOperation, SessionCache near, Executor home) {
    this.context = context;
    this.accessOperation = accessOperation;
    this.near = near;
    this.home = home;
  }

  /**
   * As {@link AccessOperation#access}.
   *
   * @param plainly asks over the plain connection
   */
  CompletionStage<Accessed> access(
      SessionId id, SecretHash shown, boolean slides, Supplier<CompletionStage<Accessed>> plainly) {
    Optional<String> key = context.keys().session(id);
    Optional<CacheRead> question = key.flatMap(near::question);
    return question.isEmpty()
        ? plainly.get()
        : find(id, key.get(), question.get())
            .handleAsync((result, failure) -> Optional.ofNullable(result), home)
            .thenCompose(
                found ->
                    found.filter(f -> mayAnswer(question.get(), id, f)).isPresent()
                        ? accessOperation.judge(found.get(), shown, slides)
                        : plainly.get());
  }

  private CompletionStage<LookupResult> find(SessionId id, String key, CacheRead read) {
    return context
        .lookup()
        .inItsLayout(layout -> read(id, key, layout, read), LookupResult.UnreadableRecord::new);
  }

  private <T> CompletionStage<LookupResult> read(
      SessionId id, String key, Layout<T> layout, CacheRead read) {
    return near.read(read, layout.query(), key, reply -> arrived(id, key, layout, read, reply));
  }

  private <T> LookupResult arrived(
      SessionId id, String key, Layout<T> layout, CacheRead read, Reply<T> reply) {
    LookupResult result = own(id, key, layout, read, reply);
    if (result instanceof Hit hit) {
      near.keep(hit.record(), read, hit.left());
    }
    return result;
  }

  /** One that belongs to another session costs the wire everything that it brought. */
  private <T> LookupResult own(
      SessionId id, String key, Layout<T> layout, CacheRead read, Reply<T> reply) {
    return context
        .lookup()
        .own(id, key, layout, reply)
        .orElseThrow(
            () -> {
              read.wire().abandon();
              return new StoreUnavailable("a reply of Redis belongs to another session", null);
            });
  }

  private boolean mayAnswer(CacheRead read, SessionId id, LookupResult result) {
    return near.mayAnswer(read, id, AccessOperation.record(result).flatMap(SessionRecord::user));
  }
}
