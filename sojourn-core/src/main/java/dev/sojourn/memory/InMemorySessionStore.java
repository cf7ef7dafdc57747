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
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.Listeners;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.Secrets.Standing;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A store in this process' memory: complete, for tests and for the contract, whose model it is. One
 * lock guards one map, so every operation is one step. An ended session is dropped when it is next
 * looked for, or its user's sessions are.
 */
public final class InMemorySessionStore implements SessionStore {

  private static final int NO_REPLICA = 0;

  private final InstantSource clock;
  private final SizeLimits limits;
  private final Duration grace;
  private final Map<SessionId, SessionRecord> records = new HashMap<>();
  private final Listeners listeners = new Listeners(() -> {});

  /** A store by the system's clock, with the default limits. */
  public InMemorySessionStore() {
    this(InstantSource.system(), SizeLimits.DEFAULT, Secrets.GRACE);
  }

  /**
   * A store by that clock.
   *
   * @param clock the store's clock, read in whole milliseconds
   * @param limits how much a session may hold
   * @param grace how long a replaced secret is still good
   */
  public InMemorySessionStore(InstantSource clock, SizeLimits limits, Duration grace) {
    this.clock = clock;
    this.limits = limits;
    this.grace = grace;
  }

  /** Tells of sessions that ended or changed, in the step that does it. */
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
          SessionRecord record = draft.createdAt(now());
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
    return step(() -> live(id));
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
            live(id)
                .filter(record -> record.secrets().accepts(shown, now(), grace))
                .map(
                    record ->
                        admit(login.continuing(record).createdAt(now()), Optional.of(id), limit))
                .or(() -> admittedBefore(login))
                .orElse(new Admission.Absent()));
  }

  @Override
  public CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return step(
        () ->
            live(id)
                .filter(record -> record.secrets().accepts(shown, now(), grace))
                .map(record -> rotated(record, shown, next))
                .orElse(new Rotation.Absent()));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionId id, Durability durability) {
    return step(() -> new Ended(end(id), durability, NO_REPLICA));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionRecord record, Durability durability) {
    return revoke(record.id(), durability);
  }

  @Override
  public CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, Durability durability) {
    return step(() -> new Ended(endAll(user, except), durability, NO_REPLICA));
  }

  @Override
  public CompletionStage<List<SessionRecord>> list(String user) {
    return step(() -> liveOf(user));
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
        record.user().map(this::liveOf).orElse(List.of()).stream()
            .filter(other -> !continued.equals(Optional.of(other.id())))
            .sorted(comparing(SessionRecord::createdAt))
            .toList();
    int tooMany = others.size() - limit.most() + 1;
    if (tooMany > 0 && limit.atLimit() == AtLimit.REFUSE) {
      return new Admission.Full();
    }
    List<SessionId> displaced =
        others.stream().limit(Math.max(0, tooMany)).map(SessionRecord::id).toList();
    displaced.forEach(this::end);
    continued.ifPresent(this::end);
    records.put(record.id(), record);
    return new Admitted(record, displaced);
  }

  /** A login whose answer was lost is asked for again. */
  private Optional<Admission> admittedBefore(Login login) {
    return live(login.id())
        .filter(record -> record.secrets().current().matches(login.secret()))
        .map(record -> new Admitted(record, List.of()));
  }

  /** An edit may itself ask this store for something; then it is asked again. */
  private Optional<SessionRecord> changed(SessionId id, SessionDelta delta) {
    Optional<SessionRecord> old = live(id);
    while (old.isPresent() && !records.replace(id, old.get(), old.get().changedBy(delta, limits))) {
      old = live(id);
    }
    old.ifPresent(changed -> listeners.invalidated(id));
    return live(id);
  }

  private Accessed shown(SessionId id, SecretHash shown, boolean slides) {
    return live(id).map(record -> shown(record, shown, slides)).orElse(refused(Refusal.UNKNOWN));
  }

  private Accessed shown(SessionRecord record, SecretHash shown, boolean slides) {
    Standing standing = record.secrets().standing(shown);
    if (standing == Standing.UNKNOWN) {
      return refused(Refusal.WRONG_SECRET);
    }
    if (!record.secrets().accepts(shown, now(), grace)) {
      end(record.id());
      return refused(Refusal.STOLEN);
    }
    SessionRecord known = standing == Standing.PENDING ? promoted(record, shown) : record;
    boolean due = slides && known.touchDue(Duration.between(now(), known.expiresAt()));
    SessionRecord kept = due ? known.touchedAt(now()) : known;
    records.put(kept.id(), kept);
    return new Live(kept);
  }

  private SessionRecord promoted(SessionRecord record, SecretHash shown) {
    listeners.invalidated(record.id());
    return record.withSecrets(record.secrets().promoted(shown, now()));
  }

  private Rotation rotated(SessionRecord record, SecretHash shown, SecretHash next) {
    return record
        .secrets()
        .rotated(shown, next, now())
        .map(record::withSecrets)
        .<Rotation>map(
            rotated -> {
              records.put(rotated.id(), rotated);
              listeners.invalidated(rotated.id());
              return new Rotation.Pending(rotated);
            })
        .orElseGet(() -> new Rotation.Full(record));
  }

  private int endAll(String user, Optional<SessionId> except) {
    return liveOf(user).stream()
        .map(SessionRecord::id)
        .filter(id -> !except.equals(Optional.of(id)))
        .mapToInt(this::end)
        .sum();
  }

  private int end(SessionId id) {
    boolean lived = live(id).isPresent();
    records.remove(id);
    listeners.invalidated(id);
    return lived ? 1 : 0;
  }

  private List<SessionRecord> liveOf(String user) {
    records.values().removeIf(this::isOver);
    return records.values().stream()
        .filter(record -> record.user().equals(Optional.of(user)))
        .toList();
  }

  private Optional<SessionRecord> live(SessionId id) {
    records.computeIfPresent(id, (same, record) -> isOver(record) ? null : record);
    return Optional.ofNullable(records.get(id));
  }

  private boolean isOver(SessionRecord record) {
    return !now().isBefore(record.expiresAt());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
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
