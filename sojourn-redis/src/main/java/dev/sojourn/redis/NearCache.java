package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Certainty;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionId;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.near.NearSessions;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDraft;
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
final class NearCache implements SessionStore {

  private final RedisSessionStore store;
  private final NearSessions near;
  private final NearReading reading;

  NearCache(RedisSessionStore store, NearSessions near, NearReading reading) {
    this.store = store;
    this.near = near;
    this.reading = reading;
  }

  @Override
  public CompletionStage<Accessed> access(SessionId id, SecretHash shown) {
    return hit(id, shown)
        .orElseGet(
            () -> noticed(id, shown, reading.show(id, shown, true, () -> store.access(id, shown))));
  }

  @Override
  public CompletionStage<Accessed> peek(SessionId id, SecretHash shown) {
    return hit(id, shown)
        .orElseGet(
            () -> noticed(id, shown, reading.show(id, shown, false, () -> store.peek(id, shown))));
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
  public CompletionStage<Admission> create(SessionDraft draft, SessionLimit limit) {
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
  public CompletionStage<Admission> authenticate(
      SessionId id, SecretHash shown, Login login, SessionLimit limit) {
    return written(id, store.authenticate(id, shown, login, limit))
        .whenComplete((answer, failure) -> near.written(login.user()));
  }

  @Override
  public CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return written(id, store.rotate(id, shown, next));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionId id, Certainty certainty) {
    return written(id, store.revoke(id, certainty));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionRecord record, Certainty certainty) {
    return written(record.id(), store.revoke(record, certainty));
  }

  @Override
  public CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, Certainty certainty) {
    return store
        .revokeAll(user, except, certainty)
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
