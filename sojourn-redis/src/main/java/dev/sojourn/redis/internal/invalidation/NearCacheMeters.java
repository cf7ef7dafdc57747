package dev.sojourn.redis.internal.invalidation;

import dev.sojourn.redis.internal.connection.Stopwatch;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counters of the near cache and of its subscribed connections. Thread-safe. */
public final class NearCacheMeters {

  /** Why an access was not answered from the cache. */
  public enum MissReason {
    /** There is no cache entry. */
    ABSENT,
    /** A touch is due, or a deadline is near. */
    OLD,
    /** The entry is from a subscription that ended, or a server that no longer owns the key. */
    OTHER_SUBSCRIPTION,
    /** This process has since written to the session. */
    OWN_WRITE,
    /** The presented secret is not the current one. */
    SECRET,
    /** The connection holds no lease: a message may have been missed. */
    NO_LEASE
  }

  /** Why a session that was read is not cached. */
  public enum NotCachedReason {
    /** A touch is due, or a deadline is near. */
    OLD,
    /** Its subscription ended in the meantime, or another reply was misrouted. */
    OTHER_SUBSCRIPTION,
    /** The reply took longer than a lease. */
    LATE,
    /** This process wrote to the session in the meantime. */
    OWN_WRITE,
    /** The connection holds no lease: a message may have been missed. */
    NO_LEASE
  }

  private final LongAdder hits = new LongAdder();
  private final Map<MissReason, LongAdder> misses = new EnumMap<>(MissReason.class);
  private final Map<NotCachedReason, LongAdder> notCached = new EnumMap<>(NotCachedReason.class);
  private final LongAdder bypassed = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder garbled = new LongAdder();
  private final LongAdder subscriptions = new LongAdder();
  private final LongAdder lostConnections = new LongAdder();
  private final LongAdder misrouted = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder missedByListeners = new LongAdder();
  private volatile @Nullable Duration lastProbe;
  private volatile @Nullable Stopwatch lastHeartbeat;

  NearCacheMeters() {
    for (MissReason reason : MissReason.values()) {
      misses.put(reason, new LongAdder());
    }
    for (NotCachedReason reason : NotCachedReason.values()) {
      notCached.put(reason, new LongAdder());
    }
  }

  /** Counts a lookup in the cache: a hit, or a miss and its reason. */
  public void countLookup(@Nullable MissReason reason) {
    (reason == null ? hits : adder(misses, reason)).increment();
  }

  /** Counts a session that was read but not cached. */
  public void countNotCached(NotCachedReason reason) {
    adder(notCached, reason).increment();
  }

  /** Counts a read over the plain connection, because the subscribed one could not be used. */
  public void countBypassed() {
    bypassed.increment();
  }

  void countMessage() {
    messages.increment();
  }

  void countGarbledMessage() {
    garbled.increment();
  }

  void countSubscription() {
    subscriptions.increment();
  }

  void countLostConnection() {
    lostConnections.increment();
  }

  void countMisrouted() {
    misrouted.increment();
  }

  void countRefusal() {
    refusals.increment();
  }

  void countTimeout() {
    timeouts.increment();
  }

  void countMissedByListener() {
    missedByListeners.increment();
  }

  void onHeartbeatReply(Stopwatch sent) {
    lastHeartbeat = sent;
  }

  void onProbe(Duration latency) {
    lastProbe = latency;
  }

  /** Accesses answered from the cache. */
  public long hits() {
    return hits.sum();
  }

  /** Accesses that went to Redis, by reason. */
  public Map<String, Long> missesByReason() {
    return byName(misses);
  }

  /** Sessions that were read but not cached, by reason. */
  public Map<String, Long> notCachedByReason() {
    return byName(notCached);
  }

  /** Reads that bypassed the subscribed connection, uncached. */
  public long bypassed() {
    return bypassed.sum();
  }

  /** Messages that named a session, counted once for each server that sent one. */
  public long invalidations() {
    return messages.sum();
  }

  /** Messages that named no session. */
  public long garbled() {
    return garbled.sum();
  }

  /** Confirmed subscriptions, the first ones included. */
  public long subscriptions() {
    return subscriptions.sum();
  }

  /** Subscribed connections that broke. */
  public long losses() {
    return lostConnections.sum();
  }

  /** Replies that answered another command; the connection was closed. */
  public long misroutedReplies() {
    return misrouted.sum();
  }

  /** Replies with which a server refused to serve; its cache entries were dropped. */
  public long refusals() {
    return refusals.sum();
  }

  /** Commands without a reply in time on a subscribed connection. */
  public long timeouts() {
    return timeouts.sum();
  }

  /** Messages dropped because a listener was too slow. */
  public long missedByListeners() {
    return missedByListeners.sum();
  }

  /** The time from publishing the last probe to its arrival; empty before the first. */
  public Optional<Duration> lastProbe() {
    return Optional.ofNullable(lastProbe);
  }

  /** The time since the last answered heartbeat was sent; empty before the first. */
  public Optional<Duration> sinceHeartbeat() {
    return Optional.ofNullable(lastHeartbeat).map(Stopwatch::elapsed);
  }

  private static <E extends Enum<E>> Map<String, Long> byName(Map<E, LongAdder> adders) {
    Map<String, Long> counts = new LinkedHashMap<>();
    adders.forEach(
        (reason, count) -> counts.put(reason.name().toLowerCase(Locale.ROOT), count.sum()));
    return Collections.unmodifiableMap(counts);
  }

  private static <E> LongAdder adder(Map<E, LongAdder> adders, E reason) {
    LongAdder adder = adders.get(reason);
    if (adder == null) {
      throw new IllegalArgumentException("unknown: " + reason);
    }
    return adder;
  }
}
