package dev.sojourn.redis.near;

import dev.sojourn.redis.wire.Query;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Reply;
import dev.sojourn.redis.wire.ServerFacts;
import dev.sojourn.redis.wire.Stopwatch;
import dev.sojourn.redis.wire.Subscribed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and invalidations on one connection, in Redis' order: a record that was read before a
 * session ended always arrives before the message of its end. So what is kept when it arrives, and
 * dropped when a message arrives, is never staler than the {@link Lease} of this wire, which a
 * heartbeat renews.
 *
 * <p>Subscriptions are numbered. What was asked in one subscription is worth nothing in the next,
 * and what was kept in it neither: each begins with nothing kept. Thread-safe; {@link #subscribed},
 * {@link #lost} and {@link #message} are called on the connection's event loop.
 */
public final class OrderedWire implements Subscribed.Listener {

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final long NONE = 0;
  private static final int BEATS_A_PROBE = 20;

  private final Subscribed connection;
  private final Lease lease;
  private final NearMeters meters;
  private final Probe probe;
  private final Ears ears;
  private final ScheduledFuture<?> beating;

  private boolean wasSubscribed;
  private int beats;
  private volatile long subscription = NONE;
  private volatile @Nullable Stopwatch doubted;
  private volatile Optional<String> askedKey = Optional.empty();

  /** A wire over that connection, which is about to be subscribed. */
  OrderedWire(Subscribed connection, Pace pace, NearMeters meters, Probe probe, Ears ears) {
    this.connection = connection;
    this.lease = new Lease(pace.lease());
    this.meters = meters;
    this.probe = probe;
    this.ears = ears;
    this.beating = connection.every(pace.heartbeat(), this::beat);
  }

  @Override
  public void subscribed() {
    meters.subscribed();
    begin();
    beat();
    if (wasSubscribed) {
      ears.missed();
    }
    wasSubscribed = true;
  }

  @Override
  public void lost() {
    distrust();
    meters.lost();
  }

  /** A reply belongs to somebody else: nothing counts any more that came here. */
  public void giveUp() {
    meters.foundAstray();
    distrust();
    connection.giveUp();
  }

  @Override
  public void message(String text) {
    ears.heard(this, text);
  }

  @Override
  public void ended() {
    beating.cancel(false);
    distrust();
  }

  private void distrust() {
    subscription = NONE;
    lease.end();
  }

  /**
   * A question that may be asked here now; empty while the wire is not subscribed, in doubt, or
   * proves nothing.
   */
  Optional<Question> question() {
    long number = subscription;
    return number == NONE || doubted != null || !lease.holds()
        ? Optional.empty()
        : Optional.of(new Question(this, number, new Stopwatch()));
  }

  /**
   * Asks.
   *
   * @param arrived is handed the reply on the event loop, in the order of arrival
   */
  <T, R> CompletionStage<R> read(Query<T> query, String key, Function<Reply<T>, R> arrived) {
    askedKey = Optional.of(key);
    return connection
        .read(query, key, arrived)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                failed(failure);
              }
            });
  }

  /** Whether this subscription still goes on. */
  boolean isIn(long number) {
    return subscription == number;
  }

  boolean isSubscribed() {
    return subscription != NONE;
  }

  /** Whether nothing can have been missed now. */
  boolean holdsLease() {
    return lease.holds();
  }

  /** See {@link Lease#proof}. */
  Optional<Stopwatch> proof() {
    return lease.proof();
  }

  /** See {@link Lease#isGood}. */
  boolean isGood(Stopwatch proof) {
    return lease.isGood(proof);
  }

  /** How long ago its lease began; empty while it has none. */
  Optional<Duration> leaseAge() {
    return lease.age();
  }

  CompletionStage<Long> publish(String message) {
    return connection.publish(message);
  }

  /**
   * What proves the lease is an answer that a server would refuse which may not serve sessions: so
   * the heartbeat asks for the key that was asked for last, whether it is kept or still under way.
   */
  private void beat() {
    long number = subscription;
    if (number == NONE) {
      connection.subscribe(); // refused while disconnected; else the confirmation was lost
      return;
    }
    Stopwatch sent = new Stopwatch();
    connection
        .heartbeat(askedKey)
        .whenComplete(
            (facts, failure) -> {
              if (subscription != number) {
                return;
              }
              if (failure == null) {
                beaten(sent, facts);
              } else {
                failed(failure);
              }
            });
    if (++beats % BEATS_A_PROBE == 0) {
      probe.send(this);
    }
  }

  private void beaten(Stopwatch sent, Optional<ServerFacts> facts) {
    if (facts.isEmpty()) {
      giveUp();
    } else if (!facts.get().isPrimary()) {
      restart();
    } else {
      lease.renew(sent);
      meters.proved(sent);
      trustSince(sent);
    }
  }

  /** A server that refuses may not serve what is kept; one that does not answer is in doubt. */
  private void failed(Throwable failure) {
    if (RedisErrors.isTimeout(failure)) {
      doubted = new Stopwatch();
      meters.doubted();
    } else if (RedisErrors.isRefusal(failure) && subscription != NONE) {
      restart();
    }
  }

  /** Only a heartbeat that was sent after the doubt says that the wire is well again. */
  private void trustSince(Stopwatch sent) {
    Stopwatch since = doubted;
    if (since != null && sent.startedNanos() - since.startedNanos() > 0) {
      doubted = null;
    }
  }

  private void restart() {
    meters.refused();
    begin();
    ears.missed();
  }

  /** Nothing that was kept or asked before counts any more. */
  private void begin() {
    lease.end();
    askedKey = Optional.empty();
    subscription = NUMBERS.incrementAndGet();
  }

  /**
   * A question as it was sent.
   *
   * @param wire on which wire
   * @param subscription in which of its subscriptions
   * @param sent when
   */
  public record Question(OrderedWire wire, long subscription, Stopwatch sent) {}
}
