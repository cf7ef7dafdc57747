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

/** What is counted of the wires and of what is kept near. Thread-safe. */
public final class NearCacheMeters {

  /** Why Redis was asked. */
  public enum MissReason {
    /** Nothing is kept. */
    ABSENT,
    /** A touch is due, or a deadline is near. */
    OLD,
    /** It was kept in a subscription that has ended, or of a server that no longer serves it. */
    OTHER_SUBSCRIPTION,
    /** This process wrote to it since. */
    OWN_WRITE,
    /** The secret that was shown is not the one in use. */
    SECRET,
    /** Nothing proves that no message was missed. */
    NO_LEASE
  }

  /** Why what was read is not kept. */
  public enum NotCachedReason {
    /** A touch is due, or a deadline is near. */
    OLD,
    /** Its subscription has ended meanwhile. */
    OTHER_SUBSCRIPTION,
    /** It came later than a lease after it was asked for. */
    LATE,
    /** This process wrote to it meanwhile. */
    OWN_WRITE,
    /** Nothing proves that no message was missed. */
    NO_LEASE
  }

  private final LongAdder hits = new LongAdder();
  private final Map<MissReason, LongAdder> misses = new EnumMap<>(MissReason.class);
  private final Map<NotCachedReason, LongAdder> notCached = new EnumMap<>(NotCachedReason.class);
  private final LongAdder bypassed = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder garbage = new LongAdder();
  private final LongAdder subscriptions = new LongAdder();
  private final LongAdder losses = new LongAdder();
  private final LongAdder misrouted = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder doubts = new LongAdder();
  private final LongAdder untold = new LongAdder();
  private volatile @Nullable Duration probe;
  private volatile @Nullable Stopwatch proof;

  NearCacheMeters() {
    for (MissReason missReason : MissReason.values()) {
      misses.put(missReason, new LongAdder());
    }
    for (NotCachedReason why : NotCachedReason.values()) {
      notCached.put(why, new LongAdder());
    }
  }

  /** A look at what is kept: a hit, or a miss and why. */
  public void countLookup(@Nullable MissReason why) {
    (why == null ? hits : adder(misses, why)).increment();
  }

  /** A session was read and is not kept. */
  public void countNotCached(NotCachedReason why) {
    adder(notCached, why).increment();
  }

  /** A read that went over the plain connection, for the wire was not there or in doubt. */
  public void countBypassed() {
    bypassed.increment();
  }

  void countMessage() {
    messages.increment();
  }

  void countGarbledMessage() {
    garbage.increment();
  }

  void countSubscription() {
    subscriptions.increment();
  }

  void countLostConnection() {
    losses.increment();
  }

  void countMisrouted() {
    misrouted.increment();
  }

  void countRefusal() {
    refusals.increment();
  }

  void countTimeout() {
    doubts.increment();
  }

  void countMissedByListener() {
    untold.increment();
  }

  void heartbeatAnswered(Stopwatch sent) {
    proof = sent;
  }

  void probeArrived(Duration took) {
    probe = took;
  }

  /** Answers from what is kept. */
  public long hits() {
    return hits.sum();
  }

  /** Accesses that asked Redis, by reason. */
  public Map<String, Long> missesByReason() {
    return byName(misses);
  }

  /** Sessions that were read but not cached, by reason. */
  public Map<String, Long> notCachedByReason() {
    return byName(notCached);
  }

  /** Reads that passed the wire by, uncached. */
  public long bypassed() {
    return bypassed.sum();
  }

  /** Messages that named a session, each as often as a server told it. */
  public long invalidations() {
    return messages.sum();
  }

  /** Messages that named none. */
  public long garbled() {
    return garbage.sum();
  }

  /** Confirmed subscriptions, the first ones included. */
  public long subscriptions() {
    return subscriptions.sum();
  }

  /** Connections that broke. */
  public long losses() {
    return losses.sum();
  }

  /** Answers that belonged to another question; the connection was closed. */
  public long misroutedReplies() {
    return misrouted.sum();
  }

  /** Answers that said that a server may not serve; what was kept of it was forgotten. */
  public long refusals() {
    return refusals.sum();
  }

  /** Commands that were not answered in time on a wire. */
  public long timeouts() {
    return doubts.sum();
  }

  /** Messages that a listener was too slow for. */
  public long missedByListeners() {
    return untold.sum();
  }

  /** How long the last probe took from publishing to its arrival here; empty before the first. */
  public Optional<Duration> lastProbe() {
    return Optional.ofNullable(probe);
  }

  /** How long ago the last heartbeat was sent that proved something; empty before the first. */
  public Optional<Duration> sinceHeartbeat() {
    return Optional.ofNullable(proof).map(Stopwatch::elapsed);
  }

  private static <E extends Enum<E>> Map<String, Long> byName(Map<E, LongAdder> adders) {
    Map<String, Long> counts = new LinkedHashMap<>();
    adders.forEach((why, count) -> counts.put(why.name().toLowerCase(Locale.ROOT), count.sum()));
    return Collections.unmodifiableMap(counts);
  }

  private static <E> LongAdder adder(Map<E, LongAdder> adders, E why) {
    LongAdder adder = adders.get(why);
    if (adder == null) {
      throw new IllegalArgumentException("unknown: " + why);
    }
    return adder;
  }
}
