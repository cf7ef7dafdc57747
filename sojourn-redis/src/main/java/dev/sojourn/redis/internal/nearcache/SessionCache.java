package dev.sojourn.redis.internal.nearcache;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.connection.Stopwatch;
import dev.sojourn.redis.internal.invalidation.NearCacheMeters;
import dev.sojourn.redis.internal.invalidation.NearCacheMeters.MissReason;
import dev.sojourn.redis.internal.invalidation.NearCacheMeters.NotCachedReason;
import dev.sojourn.redis.internal.invalidation.RedisInvalidationBus;
import dev.sojourn.redis.internal.invalidation.SubscribedConnection;
import dev.sojourn.redis.internal.invalidation.SubscribedConnection.CacheRead;
import dev.sojourn.spi.Secrets.Standing;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a process keeps near, all of which the ordered wires brought. An entry can only
 * say yes: whatever speaks against it, Redis is asked. Thread-safe; one for a process.
 */
public final class SessionCache {

  private final CacheEntries entries;
  private final RedisInvalidationBus bus;
  private final NearCacheMeters meters;
  private final Duration lease;
  private final WriteFence writeFence = new WriteFence();

  /**
   * Keeps what the wires of that bus bring.
   *
   * @param entries those that the bus evicts from
   * @param lease an answer that comes later than this is not worth keeping
   */
  SessionCache(CacheEntries entries, RedisInvalidationBus bus, Duration lease) {
    this.entries = entries;
    this.bus = bus;
    this.meters = bus.meters();
    this.lease = lease;
  }

  /**
   * The session, if what is kept says that this secret opens it now. The wire's proof is taken
   * before the entry, and looked at last: the thread may stand still anywhere between.
   */
  public Optional<SessionRecord> hit(SessionId id, String key, SecretHash shown) {
    Optional<SubscribedConnection> wire = bus.wireOf(key);
    Optional<Stopwatch> proof = wire.flatMap(SubscribedConnection::proof);
    CacheEntry entry = entries.get(id);
    MissReason why = entry == null ? MissReason.ABSENT : objection(entry, wire, proof, shown);
    meters.countLookup(why);
    return why == null ? Optional.ofNullable(entry).map(CacheEntry::record) : Optional.empty();
  }

  private @Nullable MissReason objection(
      CacheEntry entry,
      Optional<SubscribedConnection> own,
      Optional<Stopwatch> proof,
      SecretHash shown) {
    SubscribedConnection wire = entry.read().wire();
    if (!entry.serves()) {
      return MissReason.OLD;
    }
    if (!entry.isOfThisSubscription() || own.filter(wire::equals).isEmpty()) {
      return MissReason.OTHER_SUBSCRIPTION;
    }
    if (!allows(entry.record().id(), entry.record().user(), entry.read())) {
      return MissReason.OWN_WRITE;
    }
    if (!isInUse(entry, shown)) {
      return MissReason.SECRET;
    }
    return proof.filter(wire::isGood).isPresent() ? null : MissReason.NO_LEASE;
  }

  /** Whether a session is kept as one that another secret opens. */
  public boolean keepsAnotherSecret(SessionId id, SecretHash shown) {
    CacheEntry entry = entries.get(id);
    return entry != null && !isInUse(entry, shown);
  }

  private static boolean isInUse(CacheEntry entry, SecretHash shown) {
    Standing standing = entry.record().secrets().standing(shown);
    return standing == Standing.CURRENT || standing == Standing.SIBLING;
  }

  /**
   * Where the session's key may be asked for now; empty when the plain connection is to be used.
   */
  public Optional<CacheRead> question(String key) {
    Optional<CacheRead> question = bus.wireOf(key).flatMap(SubscribedConnection::question);
    if (question.isEmpty()) {
      meters.countBypassed();
    }
    return question;
  }

  /** Asks; what is handed the reply may {@link #keep} it. */
  public <T, R> CompletionStage<R> read(
      CacheRead read, ReadQuery<T> query, String key, Function<Reply<T>, R> arrived) {
    return read.wire().read(query, key, arrived);
  }

  /** Keeps a session. To be called with the reply, on the event loop, in the order of arrival. */
  public void keep(SessionRecord record, CacheRead read, Duration left) {
    CacheEntry entry = CacheEntry.of(record, read, left);
    NotCachedReason why =
        entry.isWorthKeeping() ? objection(read, record.id(), record.user()) : NotCachedReason.OLD;
    if (why == null) {
      entries.put(record.id(), entry);
    } else {
      meters.countNotCached(why);
    }
  }

  /** Whether an answer to this question is worth anything: kept, or told to a caller. */
  public boolean mayAnswer(CacheRead read, SessionId id, Optional<String> user) {
    return objection(read, id, user) == null;
  }

  private @Nullable NotCachedReason objection(CacheRead read, SessionId id, Optional<String> user) {
    SubscribedConnection wire = read.wire();
    if (!wire.isIn(read.subscription())) {
      return NotCachedReason.OTHER_SUBSCRIPTION;
    }
    if (read.sent().isPast(lease)) {
      return NotCachedReason.LATE;
    }
    if (!allows(id, user, read)) {
      return NotCachedReason.OWN_WRITE;
    }
    return wire.holdsLease() ? null : NotCachedReason.NO_LEASE;
  }

  /** A write of this process to the session was acknowledged, or may have run. */
  public void written(SessionId id) {
    writeFence.notFromBefore(id);
    entries.evict(id);
  }

  /** A write of this process to sessions of the user was acknowledged, or may have run. */
  public void written(String user) {
    writeFence.notFromBefore(user);
  }

  /** Keeps nothing of what is kept now. */
  public void forgetAll() {
    entries.evictAll();
  }

  /** How many sessions are kept, roughly. */
  public long size() {
    return entries.size();
  }

  private boolean allows(SessionId id, Optional<String> user, CacheRead read) {
    return writeFence.allows(id, user, read.sent().startedNanos());
  }
}
