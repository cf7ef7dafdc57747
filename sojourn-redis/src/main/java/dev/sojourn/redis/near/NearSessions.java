package dev.sojourn.redis.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.SecretHash;
import dev.sojourn.Secrets.Standing;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.near.NearMeters.Miss;
import dev.sojourn.redis.near.NearMeters.Unkept;
import dev.sojourn.redis.near.OrderedWire.Question;
import dev.sojourn.redis.wire.Query;
import dev.sojourn.redis.wire.Reply;
import dev.sojourn.redis.wire.Stopwatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a process keeps near, all of which the ordered wires brought. An entry can only
 * say yes: whatever speaks against it, Redis is asked. Thread-safe; one for a process.
 */
public final class NearSessions {

  /** No touch interval is longer than this. */
  private static final Duration MOST_AGE = Duration.ofHours(2);

  private final RedisInvalidationBus bus;
  private final NearMeters meters;
  private final Duration lease;
  private final Marks marks = new Marks();
  private final Cache<SessionId, NearEntry> entries;

  /**
   * Keeps what the wires of that bus bring.
   *
   * @param mostBytes how much memory the entries may take, roughly
   * @param lease an answer that comes later than this is not worth keeping
   */
  public NearSessions(RedisInvalidationBus bus, long mostBytes, Duration lease) {
    this.bus = bus;
    this.meters = bus.meters();
    this.lease = lease;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((SessionId id, NearEntry entry) -> entry.bytes())
            .expireAfterWrite(MOST_AGE)
            .executor(Runnable::run)
            .build();
    bus.beforeAll(entries::invalidate);
  }

  /**
   * The session, if what is kept says that this secret opens it now. The wire's proof is taken
   * before the entry, and looked at last: the thread may stand still anywhere between.
   */
  public Optional<SessionRecord> hit(SessionId id, String key, SecretHash shown) {
    Optional<OrderedWire> wire = bus.wireOf(key);
    Optional<Stopwatch> proof = wire.flatMap(OrderedWire::proof);
    NearEntry entry = entries.getIfPresent(id);
    Miss why = entry == null ? Miss.ABSENT : objection(entry, wire, proof, shown);
    meters.asked(why);
    return why == null ? Optional.ofNullable(entry).map(NearEntry::record) : Optional.empty();
  }

  private @Nullable Miss objection(
      NearEntry entry, Optional<OrderedWire> own, Optional<Stopwatch> proof, SecretHash shown) {
    OrderedWire wire = entry.question().wire();
    if (!entry.serves()) {
      return Miss.OLD;
    }
    if (!entry.isOfThisSubscription() || own.filter(wire::equals).isEmpty()) {
      return Miss.OTHER_SUBSCRIPTION;
    }
    if (!allows(entry.record().id(), entry.record().user(), entry.question())) {
      return Miss.OWN_WRITE;
    }
    if (!isInUse(entry, shown)) {
      return Miss.SECRET;
    }
    return proof.filter(wire::isGood).isPresent() ? null : Miss.NO_LEASE;
  }

  /** Whether a session is kept as one that another secret opens. */
  public boolean keepsAnotherSecret(SessionId id, SecretHash shown) {
    NearEntry entry = entries.getIfPresent(id);
    return entry != null && !isInUse(entry, shown);
  }

  private static boolean isInUse(NearEntry entry, SecretHash shown) {
    Standing standing = entry.record().secrets().standing(shown);
    return standing == Standing.CURRENT || standing == Standing.SIBLING;
  }

  /**
   * Where the session's key may be asked for now; empty when the plain connection is to be used.
   */
  public Optional<Question> question(String key) {
    Optional<Question> question = bus.wireOf(key).flatMap(OrderedWire::question);
    if (question.isEmpty()) {
      meters.passedBy();
    }
    return question;
  }

  /** Asks; what is handed the reply may {@link #keep} it. */
  public <T, R> CompletionStage<R> read(
      Question question, Query<T> query, String key, Function<Reply<T>, R> arrived) {
    return question.wire().read(query, key, arrived);
  }

  /** Keeps a session. To be called with the reply, on the event loop, in the order of arrival. */
  public void keep(SessionRecord record, Question question, Duration left) {
    NearEntry entry = NearEntry.of(record, question, left);
    Unkept why =
        entry.isWorthKeeping() ? objection(question, record.id(), record.user()) : Unkept.OLD;
    if (why == null) {
      entries.put(record.id(), entry);
    } else {
      meters.notKept(why);
    }
  }

  /** Whether an answer to this question is worth anything: kept, or told to a caller. */
  public boolean mayAnswer(Question question, SessionId id, Optional<String> user) {
    return objection(question, id, user) == null;
  }

  private @Nullable Unkept objection(Question question, SessionId id, Optional<String> user) {
    OrderedWire wire = question.wire();
    if (!wire.isIn(question.subscription())) {
      return Unkept.OTHER_SUBSCRIPTION;
    }
    if (question.sent().isPast(lease)) {
      return Unkept.LATE;
    }
    if (!allows(id, user, question)) {
      return Unkept.OWN_WRITE;
    }
    return wire.holdsLease() ? null : Unkept.NO_LEASE;
  }

  /** A write of this process to the session was acknowledged, or may have run. */
  public void written(SessionId id) {
    marks.notFromBefore(id);
    entries.invalidate(id);
  }

  /** A write of this process to sessions of the user was acknowledged, or may have run. */
  public void written(String user) {
    marks.notFromBefore(user);
  }

  /** Keeps nothing of what is kept now. */
  public void forgetAll() {
    entries.invalidateAll();
  }

  /** How many sessions are kept, roughly. */
  public long size() {
    return entries.estimatedSize();
  }

  private boolean allows(SessionId id, Optional<String> user, Question question) {
    return marks.allows(id, user, question.sent().startedNanos());
  }
}
