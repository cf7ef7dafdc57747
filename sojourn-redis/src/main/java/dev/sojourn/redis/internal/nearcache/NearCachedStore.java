package dev.sojourn.redis.internal.nearcache;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionPage;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.redis.internal.operation.RedisSessionStore;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A store that answers accesses from the near cache of the process. On a miss it reads over the
 * subscribed connection, and if that cannot be used over the store that it wraps: slower, never
 * wrong.
 *
 * <p>A write through this process evicts the cache entry before the call completes. So a browser
 * reads its own writes on the same server, and a session that was revoked here is refused here at
 * once.
 */
final class NearCachedStore implements SessionStore {

  private final RedisSessionStore store;
  private final SessionCache cache;
  private final NearCacheReads reads;

  NearCachedStore(RedisSessionStore store, SessionCache cache, NearCacheReads reads) {
    this.store = store;
    this.cache = cache;
    this.reads = reads;
  }

  @Override
  public CompletionStage<Accessed> access(SessionId id, SecretHash shown) {
    return access(id, shown, true, () -> store.access(id, shown));
  }

  @Override
  public CompletionStage<Accessed> peek(SessionId id, SecretHash shown) {
    return access(id, shown, false, () -> store.peek(id, shown));
  }

  /** From the cache, else over the subscribed connection. Others may use both after a close. */
  private CompletionStage<Accessed> access(
      SessionId id,
      SecretHash shown,
      boolean slides,
      Supplier<CompletionStage<Accessed>> uncached) {
    return store.isOpen()
        ? hit(id, shown)
            .orElseGet(() -> evictIfChanged(id, shown, reads.access(id, shown, slides, uncached)))
        : uncached.get();
  }

  private Optional<CompletionStage<Accessed>> hit(SessionId id, SecretHash shown) {
    return store
        .keyOf(id)
        .flatMap(key -> cache.get(id, key, shown))
        .map(record -> completedStage(new Live(record)));
  }

  /**
   * Evicts a session that an access has changed: a stolen secret ends it, the first use of a new
   * secret replaces the old one.
   */
  private CompletionStage<Accessed> evictIfChanged(
      SessionId id, SecretHash shown, CompletionStage<Accessed> access) {
    return access.thenApply(
        answer -> {
          if (answer.equals(new Refused(Refusal.STOLEN))
              || (answer instanceof Live && cache.hasOtherSecret(id, shown))) {
            cache.onWrite(id);
          }
          return answer;
        });
  }

  @Override
  public CompletionStage<Admission> create(SessionDraft draft, SessionsPerUser limit) {
    return store
        .create(draft, limit)
        .whenComplete(
            (answer, failure) -> {
              if (answer instanceof Admitted admitted) {
                admitted.displaced().forEach(cache::onWrite);
              } else {
                draft.user().ifPresent(cache::onWrite);
              }
            });
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return evictAfter(id, store.change(id, delta));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    return evictAfter(seen.id(), store.change(seen, delta));
  }

  @Override
  public CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit) {
    return evictAfter(id, store.login(id, shown, login, limit))
        .whenComplete(
            (answer, failure) -> {
              cache.onWrite(login.user());
              if (answer instanceof Admitted admitted) {
                cache.onWrite(admitted.record().id());
              }
            });
  }

  @Override
  public CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return evictAfter(id, store.rotate(id, shown, next));
  }

  @Override
  public CompletionStage<Ended> logout(SessionId id, SecretHash shown, Durability durability) {
    return evictAfter(id, store.logout(id, shown, durability));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionId id, Durability durability) {
    return evictAfter(id, store.revoke(id, durability));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionRecord record, Durability durability) {
    return evictAfter(record.id(), store.revoke(record, durability));
  }

  @Override
  public CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, Durability durability) {
    return store
        .revokeAll(user, except, durability)
        .whenComplete((ended, failure) -> cache.onWrite(user));
  }

  /** Evicts after a failure too: the write may have run. */
  private <T> CompletionStage<T> evictAfter(SessionId id, CompletionStage<T> write) {
    return write.whenComplete((answer, failure) -> cache.onWrite(id));
  }

  @Override
  public SessionId newId(Optional<String> user, RandomGenerator random) {
    return store.newId(user, random);
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> read(SessionId id) {
    return store.read(id);
  }

  @Override
  public CompletionStage<List<SessionRecord>> list(String user) {
    return store.list(user);
  }

  @Override
  public CompletionStage<SessionPage<SessionRecord>> list(String user, int limit) {
    return store.list(user, limit);
  }

  @Override
  public CompletionStage<SessionPage<Session.Summary>> summaries(String user, int limit) {
    return store.summaries(user, limit);
  }

  @Override
  public CompletionStage<Void> ping() {
    return store.ping();
  }

  @Override
  public void close() {
    store.close();
  }
}
