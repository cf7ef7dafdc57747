package dev.sojourn.redis.internal.nearcache;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
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
import java.util.random.RandomGenerator;

/**
 * A store around a store, which answers accesses from what the process keeps near while nothing
 * speaks against it. Whatever it cannot answer it asks on the ordered wire, and where that is not
 * to be trusted the store that it wraps: then it is slower, never wrong.
 *
 * <p>A write through this process counts here before its caller is answered, so a browser reads its
 * own writes on the same server, and a session that ended here is refused here at once.
 */
final class NearCachedStore implements SessionStore {

  private final RedisSessionStore store;
  private final SessionCache near;
  private final NearCacheReads reading;

  NearCachedStore(RedisSessionStore store, SessionCache near, NearCacheReads reading) {
    this.store = store;
    this.near = near;
    this.reading = reading;
  }

  @Override
  public CompletionStage<Accessed> access(SessionId id, SecretHash shown) {
    return hit(id, shown)
        .orElseGet(
            () ->
                noticed(id, shown, reading.access(id, shown, true, () -> store.access(id, shown))));
  }

  @Override
  public CompletionStage<Accessed> peek(SessionId id, SecretHash shown) {
    return hit(id, shown)
        .orElseGet(
            () ->
                noticed(id, shown, reading.access(id, shown, false, () -> store.peek(id, shown))));
  }

  private Optional<CompletionStage<Accessed>> hit(SessionId id, SecretHash shown) {
    return store
        .keyOf(id)
        .flatMap(key -> near.hit(id, key, shown))
        .map(record -> completedStage(new Live(record)));
  }

  /**
   * An access that finds a stolen secret ends the session; the first that shows a new one replaces
   * the other.
   */
  private CompletionStage<Accessed> noticed(
      SessionId id, SecretHash shown, CompletionStage<Accessed> access) {
    return access.thenApply(
        answer -> {
          if (answer.equals(new Refused(Refusal.STOLEN))
              || (answer instanceof Live && near.keepsAnotherSecret(id, shown))) {
            near.written(id);
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
                admitted.displaced().forEach(near::written);
              } else {
                draft.user().ifPresent(near::written);
              }
            });
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return written(id, store.change(id, delta));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    return written(seen.id(), store.change(seen, delta));
  }

  @Override
  public CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit) {
    return written(id, store.login(id, shown, login, limit))
        .whenComplete((answer, failure) -> near.written(login.user()));
  }

  @Override
  public CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return written(id, store.rotate(id, shown, next));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionId id, Durability durability) {
    return written(id, store.revoke(id, durability));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionRecord record, Durability durability) {
    return written(record.id(), store.revoke(record, durability));
  }

  @Override
  public CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, Durability durability) {
    return store
        .revokeAll(user, except, durability)
        .whenComplete((ended, failure) -> near.written(user));
  }

  /** Also what failed may have run. */
  private <T> CompletionStage<T> written(SessionId id, CompletionStage<T> write) {
    return write.whenComplete((answer, failure) -> near.written(id));
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
  public CompletionStage<Void> ping() {
    return store.ping();
  }

  @Override
  public void close() {
    store.close();
  }
}
