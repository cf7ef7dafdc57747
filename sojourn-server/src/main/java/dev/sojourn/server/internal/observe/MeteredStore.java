package dev.sojourn.server.internal.observe;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionPage;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/** Measures a store: times each operation by outcome, without ids or users. */
public final class MeteredStore implements SessionStore {

  private final SessionStore store;
  private final StoreMeters meters;

  /** Measures a store. */
  public MeteredStore(SessionStore store, StoreMeters meters) {
    this.store = store;
    this.meters = meters;
  }

  @Override
  public SessionId newId(Optional<String> user, RandomGenerator random) {
    return store.newId(user, random);
  }

  @Override
  public CompletionStage<Admission> create(SessionDraft draft, SessionsPerUser limit) {
    return timed(
        "create",
        countingMessages(store.create(draft, limit), StoreMeters::displaced),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Accessed> access(SessionId id, SecretHash shown) {
    return timed(
        "access",
        countingMessages(store.access(id, shown), StoreMeters::thefts),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Accessed> peek(SessionId id, SecretHash shown) {
    return timed(
        "peek", countingMessages(store.peek(id, shown), StoreMeters::thefts), StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> read(SessionId id) {
    return timed("read", store.read(id), StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return timed(
        "change",
        countingMessages(store.change(id, delta), StoreMeters::changes),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    return timed(
        "change",
        countingMessages(store.change(seen, delta), StoreMeters::changes),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit) {
    return timed(
        "login",
        countingMessages(store.login(id, shown, login, limit), StoreMeters::logins),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return timed(
        "rotate",
        countingMessages(store.rotate(id, shown, next), StoreMeters::rotations),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Ended> logout(SessionId id, SecretHash shown, Durability durability) {
    return timed(
        "logout",
        countingMessages(store.logout(id, shown, durability), Ended::count),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Ended> revoke(SessionId id, Durability durability) {
    return timed(
        "revoke", countingMessages(store.revoke(id, durability), ended -> 1), StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Ended> revoke(SessionRecord record, Durability durability) {
    return timed(
        "revoke",
        countingMessages(store.revoke(record, durability), ended -> 1),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, Durability durability) {
    return timed(
        "revoke_all",
        countingMessages(store.revokeAll(user, except, durability), Ended::count),
        StoreMeters::outcome);
  }

  @Override
  public CompletionStage<List<SessionRecord>> list(String user) {
    return timed("list", store.list(user), found -> "done");
  }

  @Override
  public CompletionStage<SessionPage<SessionRecord>> list(String user, int limit) {
    return timed("list", store.list(user, limit), found -> "done");
  }

  @Override
  public CompletionStage<SessionPage<Session.Summary>> summaries(String user, int limit) {
    return timed("list", store.summaries(user, limit), found -> "done");
  }

  @Override
  public CompletionStage<Void> ping() {
    return store.ping();
  }

  @Override
  public void close() {
    store.close();
  }

  /** Counts the invalidation messages that an operation has sent, according to its reply. */
  private <T> CompletionStage<T> countingMessages(
      CompletionStage<T> answer, ToLongFunction<T> messages) {
    return answer.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            meters.sent(messages.applyAsLong(done));
          }
        });
  }

  private <T> CompletionStage<T> timed(
      String verb, CompletionStage<T> answer, Function<T, String> outcome) {
    long startNanos = System.nanoTime();
    return answer.whenComplete(
        (done, failure) ->
            meters.record(
                verb,
                failure == null ? outcome.apply(done) : StoreMeters.outcome(failure),
                System.nanoTime() - startNanos));
  }
}
