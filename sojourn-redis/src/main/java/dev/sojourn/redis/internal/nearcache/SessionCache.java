package dev.sojourn.redis.internal.nearcache;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
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
import org.jspecify.annotations.Nullable;

/**
 * The near cache of a process. Its entries were read over the subscribed connections. An entry can
 * only accept; on any doubt the access goes to Redis. Thread-safe.
 */
public final class SessionCache {

  private final CacheEntries entries;
  private final RedisInvalidationBus bus;
  private final NearCacheMeters meters;
  private final Duration lease;
  private final WriteFence writeFence = new WriteFence();

  /**
   * A cache over the connections of a bus.
   *
   * @param entries the entries, which the bus evicts from
   * @param lease how long a reply may take; a later one is not cached
   */
  SessionCache(CacheEntries entries, RedisInvalidationBus bus, Duration lease) {
    this.entries = entries;
    this.bus = bus;
    this.meters = bus.meters();
    this.lease = lease;
  }

  /**
   * The session, if a valid cache entry accepts this secret. Reads the proof of the lease before
   * the entry and checks it last, because the thread may be suspended anywhere in between.
   */
  Optional<SessionRecord> get(SessionId id, String key, SecretHash shown) {
    Optional<SubscribedConnection> connection = bus.connectionTo(key);
    Optional<Stopwatch> proof = connection.flatMap(SubscribedConnection::proof);
    CacheEntry entry = entries.get(id);
    MissReason reason =
        entry == null ? MissReason.ABSENT : missReason(entry, connection, proof, shown);
    meters.countLookup(reason);
    return reason == null ? Optional.ofNullable(entry).map(CacheEntry::record) : Optional.empty();
  }

  private @Nullable MissReason missReason(
      CacheEntry entry,
      Optional<SubscribedConnection> primary,
      Optional<Stopwatch> proof,
      SecretHash shown) {
    SubscribedConnection connection = entry.read().connection();
    if (!entry.isFresh()) {
      return MissReason.OLD;
    }
    if (!entry.isOfCurrentSubscription() || primary.filter(connection::equals).isEmpty()) {
      return MissReason.OTHER_SUBSCRIPTION;
    }
    if (!isAfterWrites(entry.read(), entry.record().id(), entry.record().user())) {
      return MissReason.OWN_WRITE;
    }
    if (!accepts(entry, shown)) {
      return MissReason.SECRET;
    }
    return proof.filter(connection::isValid).isPresent() ? null : MissReason.NO_LEASE;
  }

  /** Whether the session is cached with another secret than this one. */
  boolean hasOtherSecret(SessionId id, SecretHash shown) {
    CacheEntry entry = entries.get(id);
    return entry != null && !accepts(entry, shown);
  }

  private static boolean accepts(CacheEntry entry, SecretHash shown) {
    Standing standing = entry.record().secrets().standing(shown);
    return standing == Standing.CURRENT || standing == Standing.SIBLING;
  }

  /**
   * Begins a read of a session's key over the subscribed connection to its primary; empty when only
   * the plain connection can be used.
   */
  Optional<CacheRead> beginRead(String key) {
    Optional<CacheRead> read = bus.connectionTo(key).flatMap(SubscribedConnection::beginRead);
    if (read.isEmpty()) {
      meters.countBypassed();
    }
    return read;
  }

  /**
   * Caches a session, unless it may have changed since it was read. Called as the reply arrives, on
   * the event loop.
   *
   * @param timeLeft the session's TTL in Redis
   */
  void put(SessionRecord record, CacheRead read, Duration timeLeft) {
    CacheEntry entry = CacheEntry.of(record, read, timeLeft);
    NotCachedReason reason =
        entry.isCacheable()
            ? notCachedReason(read, record.id(), record.user())
            : NotCachedReason.OLD;
    if (reason == null) {
      entries.put(record.id(), entry);
    } else {
      meters.countNotCached(reason);
    }
  }

  /** Whether the result of this read may still be cached or returned to a caller. */
  boolean isUsable(CacheRead read, SessionId id, Optional<String> user) {
    return notCachedReason(read, id, user) == null;
  }

  private @Nullable NotCachedReason notCachedReason(
      CacheRead read, SessionId id, Optional<String> user) {
    SubscribedConnection connection = read.connection();
    if (!connection.isTrusted(read)) {
      return NotCachedReason.OTHER_SUBSCRIPTION;
    }
    if (read.sent().isPast(lease)) {
      return NotCachedReason.LATE;
    }
    if (!isAfterWrites(read, id, user)) {
      return NotCachedReason.OWN_WRITE;
    }
    return connection.holdsLease() ? null : NotCachedReason.NO_LEASE;
  }

  /** Called when this process wrote to the session, or may have: evicts it. */
  void onWrite(SessionId id) {
    writeFence.recordWrite(id);
    entries.evict(id);
  }

  /** Called when this process wrote to sessions of the user, or may have. */
  void onWrite(String user) {
    writeFence.recordWrite(user);
  }

  void evictAll() {
    entries.evictAll();
  }

  /** The number of entries, roughly. */
  long size() {
    return entries.size();
  }

  private boolean isAfterWrites(CacheRead read, SessionId id, Optional<String> user) {
    return writeFence.allows(id, user, read.sent().startedNanos());
  }
}
