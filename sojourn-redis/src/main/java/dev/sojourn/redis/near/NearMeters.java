package dev.sojourn.redis.near;

import dev.sojourn.redis.wire.Stopwatch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted of the wires and of what is kept near. Thread-safe. */
public final class NearMeters {

  /** Why Redis was asked. */
  public enum Miss {
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
  public enum Unkept {
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
  private final Map<Miss, LongAdder> misses = new EnumMap<>(Miss.class);
  private final Map<Unkept, LongAdder> unkept = new EnumMap<>(Unkept.class);
  private final LongAdder passedBy = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder garbage = new LongAdder();
  private final LongAdder subscriptions = new LongAdder();
  private final LongAdder losses = new LongAdder();
  private final LongAdder astray = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder doubts = new LongAdder();
  private final LongAdder untold = new LongAdder();
  private volatile @Nullable Duration probe;
  private volatile @Nullable Stopwatch proof;

  NearMeters() {
    for (Miss miss : Miss.values()) {
      misses.put(miss, new LongAdder());
    }
    for (Unkept why : Unkept.values()) {
      unkept.put(why, new LongAdder());
    }
  }

  /** A look at what is kept: a hit, or a miss and why. */
  void asked(@Nullable Miss why) {
    (why == null ? hits : adder(misses, why)).increment();
  }

  /** A session was read and is not kept. */
  void notKept(Unkept why) {
    adder(unkept, why).increment();
  }

  /** A read that went over the plain connection, for the wire was not there or in doubt. */
  void passedBy() {
    passedBy.increment();
  }

  void heard() {
    messages.increment();
  }

  void heardGarbage() {
    garbage.increment();
  }

  void subscribed() {
    subscriptions.increment();
  }

  void lost() {
    losses.increment();
  }

  void foundAstray() {
    astray.increment();
  }

  void refused() {
    refusals.increment();
  }

  void doubted() {
    doubts.increment();
  }

  void untold() {
    untold.increment();
  }

  void proved(Stopwatch sent) {
    proof = sent;
  }

  void probed(Duration took) {
    probe = took;
  }

  /** Answers from what is kept. */
  public long hits() {
    return hits.sum();
  }

  /** Reads because of that. */
  public long misses(Miss why) {
    return adder(misses, why).sum();
  }

  /** Sessions that were read on a wire and not kept, because of that. */
  public long unkept(Unkept why) {
    return adder(unkept, why).sum();
  }

  /** Reads for whatever reason. */
  public long misses() {
    return misses.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Reads that passed the wire by, uncached. */
  public long passes() {
    return passedBy.sum();
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
  public long repliesAstray() {
    return astray.sum();
  }

  /** Answers that said that a server may not serve; what was kept of it was forgotten. */
  public long refusals() {
    return refusals.sum();
  }

  /** Commands that were not answered in time on a wire. */
  public long doubts() {
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

  private static <E> LongAdder adder(Map<E, LongAdder> adders, E why) {
    LongAdder adder = adders.get(why);
    if (adder == null) {
      throw new IllegalArgumentException("unknown: " + why);
    }
    return adder;
  }
}
