package dev.sojourn.memory;

import static java.util.Comparator.comparing;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.SizeLimits;
import dev.sojourn.WriteConflict;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.Listeners;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.Secrets.Standing;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A complete store in this process's memory, for tests; it is also the reference model of the store
 * contract. Every operation runs under one lock, so each is atomic.
 */
public final class InMemorySessionStore implements SessionStore {

  private static final int NO_REPLICA = 0;

  private final SizeLimits limits;
  private final Duration grace;
  private final Listeners listeners = new Listeners(() -> {});
  private final LiveRecords records;
  private final MovedSessions moved = new MovedSessions();

  /** A store on the system clock, with the default limits. */
  public InMemorySessionStore() {
    this(InstantSource.system(), SizeLimits.DEFAULT, Secrets.GRACE);
  }

  /**
   * A store on the given clock.
   *
   * @param clock the store's clock, read in whole milliseconds
   * @param limits how much a session may hold
   * @param grace how long a replaced secret stays valid
   */
  public InMemorySessionStore(InstantSource clock, SizeLimits limits, Duration grace) {
    this.limits = limits;
    this.grace = grace;
    this.records = new LiveRecords(clock, listeners);
  }

  /** Publishes the ids of sessions that end or change, in the same step. */
  public InvalidationBus invalidations() {
    return listener -> listeners.add(listener, completedFuture(null));
  }

  @Override
  public SessionId newId(Optional<String> user, RandomGenerator random) {
    return SessionId.random(random);
  }

  @Override
  public CompletionStage<Admission> create(SessionDraft draft, SessionsPerUser limit) {
    return step(
        () -> {
          limits.require(draft.attributes());
          SessionRecord record = draft.createdAt(records.now());
          return admit(record, Optional.empty(), limit);
        });
  }

  @Override
  public CompletionStage<Accessed> access(SessionId id, SecretHash shown) {
    return step(() -> shown(id, shown, true));
  }

  @Override
  public CompletionStage<Accessed> peek(SessionId id, SecretHash shown) {
    return step(() -> shown(id, shown, false));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> read(SessionId id) {
    return step(() -> records.find(id));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return step(() -> changed(id, delta));
  }

  @Override
  public CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit) {
    return step(
        () ->
            accepted(id, shown)
                .map(record -> loggedIn(record, shown, login, limit))
                .or(() -> sameLogin(login))
                .orElseGet(() -> joined(id, shown, login)));
  }

  private Admission loggedIn(
      SessionRecord old, SecretHash shown, Login login, SessionsPerUser limit) {
    SessionRecord record = login.continuing(old).createdAt(records.now());
    Admission admission = admit(record, Optional.of(old.id()), limit);
    if (admission instanceof Admitted) {
      moved.put(old.id(), shown, login, records.now());
    }
    return admission;
  }

  /** A repeat of a login by the same user gets one more secret of the session that it made. */
  private Admission joined(SessionId id, SecretHash shown, Login login) {
    Optional<SessionRecord> record =
        moved
            .find(id, shown, login.user(), records.now())
            .flatMap(records::find)
            .filter(found -> found.user().equals(Optional.of(login.user())));
    return record.isEmpty() ? new NoSession() : joined(id, record.get(), login.secret());
  }

  private Admission joined(SessionId id, SessionRecord record, SecretHash next) {
    SessionRecord now =
        record.withSecrets(record.secrets().joined(next).orElseThrow(() -> new WriteConflict(id)));
    records.put(now);
    listeners.invalidated(now.id());
    return new Admitted(now, List.of());
  }

  @Override
  public CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return step(
        () ->
            accepted(id, shown)
                .map(record -> rotated(record, shown, next))
                .orElse(new NoSession()));
  }

  @Override
  public CompletionStage<Ended> logout(SessionId id, SecretHash shown, Durability durability) {
    return step(
        () -> {
          int count = accepted(id, shown).map(record -> records.remove(record.id())).orElse(0);
          return new Ended(count, durability, NO_REPLICA);
        });
  }

  @Override
  public CompletionStage<Ended> revoke(SessionId id, Durability durability) {
    return step(() -> new Ended(records.remove(id), durability, NO_REPLICA));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionRecord record, Durability durability) {
    return revoke(record.id(), durability);
  }

  @Override
  public CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, Durability durability) {
    return step(() -> new Ended(records.removeAll(user, except), durability, NO_REPLICA));
  }

  @Override
  public CompletionStage<List<SessionRecord>> list(String user) {
    return step(() -> records.ofUser(user));
  }

  @Override
  public CompletionStage<Void> ping() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    step(
        () -> {
          records.clear();
          listeners.close();
          return true;
        });
  }

  private Admission admit(
      SessionRecord record, Optional<SessionId> continued, SessionsPerUser limit) {
    List<SessionRecord> others =
        record.user().map(records::ofUser).orElse(List.of()).stream()
            .filter(other -> !continued.equals(Optional.of(other.id())))
            .sorted(comparing(SessionRecord::createdAt))
            .toList();
    int tooMany = others.size() - limit.most() + 1;
    if (tooMany > 0 && limit.atLimit() == AtLimit.REFUSE) {
      return new Admission.Full();
    }
    List<SessionId> displaced =
        others.stream().limit(Math.max(0, tooMany)).map(SessionRecord::id).toList();
    displaced.forEach(records::remove);
    continued.ifPresent(records::remove);
    records.put(record);
    return new Admitted(record, displaced);
  }

  private Optional<SessionRecord> accepted(SessionId id, SecretHash shown) {
    return records.find(id).filter(record -> record.secrets().accepts(shown, records.now()));
  }

  /** The very same login runs again; it gets the same answer. */
  private Optional<Admission> sameLogin(Login login) {
    return records
        .find(login.id())
        .filter(record -> record.secrets().current().matches(login.secret()))
        .map(record -> new Admitted(record, List.of()));
  }

  /** Retries, because an edit may itself change the session in this store. */
  private Optional<SessionRecord> changed(SessionId id, SessionDelta delta) {
    Optional<SessionRecord> old = records.find(id);
    while (old.isPresent() && !records.replace(old.get(), old.get().changedBy(delta, limits))) {
      old = records.find(id);
    }
    old.ifPresent(changed -> listeners.invalidated(id));
    return records.find(id);
  }

  private Accessed shown(SessionId id, SecretHash shown, boolean slides) {
    return records
        .find(id)
        .map(record -> shown(record, shown, slides))
        .orElse(refused(Refusal.UNKNOWN));
  }

  private Accessed shown(SessionRecord record, SecretHash shown, boolean slides) {
    Standing standing = record.secrets().standing(shown);
    if (standing == Standing.UNKNOWN) {
      return refused(Refusal.WRONG_SECRET);
    }
    if (!record.secrets().accepts(shown, records.now())) {
      records.remove(record.id());
      return refused(Refusal.STOLEN);
    }
    SessionRecord known = standing == Standing.PENDING ? promoted(record, shown) : record;
    boolean due = slides && known.touchDue(Duration.between(records.now(), known.expiresAt()));
    SessionRecord kept = due ? known.touchedAt(records.now()) : known;
    records.put(kept);
    return new Live(kept);
  }

  private SessionRecord promoted(SessionRecord record, SecretHash shown) {
    listeners.invalidated(record.id());
    return record.withSecrets(record.secrets().promoted(shown, records.now().plus(grace)));
  }

  private Rotation rotated(SessionRecord record, SecretHash shown, SecretHash next) {
    return record
        .secrets()
        .rotated(shown, next, records.now().plus(grace))
        .map(record::withSecrets)
        .<Rotation>map(
            rotated -> {
              records.put(rotated);
              listeners.invalidated(rotated.id());
              return new Rotation.Pending(rotated);
            })
        .orElseGet(() -> new Rotation.PendingLimitReached(record));
  }

  private synchronized <T> CompletionStage<T> step(Supplier<T> operation) {
    try {
      return completedFuture(operation.get());
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Refused refused(Refusal why) {
    return new Refused(why);
  }
}
