package dev.sojourn.redis.internal.invalidation;

import dev.sojourn.redis.internal.connection.PubSubConnection;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.connection.ServerInfo;
import dev.sojourn.redis.internal.connection.Stopwatch;
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
 * dropped when a message arrives, is never staler than the {@link JobLease} of this wire, which a
 * heartbeat renews.
 *
 * <p>Subscriptions are numbered. What was asked in one subscription is worth nothing in the next,
 * and what was kept in it neither: each begins with nothing kept. Thread-safe; {@link #subscribed},
 * {@link #lost} and {@link #message} are called on the connection's event loop.
 */
public final class SubscribedConnection implements PubSubConnection.Listener {

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final long NONE = 0;
  private static final int BEATS_A_PROBE = 20;

  private final PubSubConnection connection;
  private final Lease lease;
  private final NearCacheMeters meters;
  private final LatencyProbe latencyProbe;
  private final MessageHandler messageHandler;
  private final ScheduledFuture<?> beating;

  private boolean wasSubscribed;
  private int beats;
  private volatile long subscription = NONE;
  private volatile @Nullable Stopwatch doubted;
  private volatile Optional<String> askedKey = Optional.empty();

  /** A wire over that connection, which is about to be subscribed. */
  SubscribedConnection(
      PubSubConnection connection,
      HeartbeatSettings heartbeatSettings,
      NearCacheMeters meters,
      LatencyProbe latencyProbe,
      MessageHandler messageHandler) {
    this.connection = connection;
    this.lease = new Lease(heartbeatSettings.lease());
    this.meters = meters;
    this.latencyProbe = latencyProbe;
    this.messageHandler = messageHandler;
    this.beating = connection.every(heartbeatSettings.heartbeat(), this::beat);
  }

  @Override
  public void subscribed() {
    meters.countSubscription();
    begin();
    beat();
    if (wasSubscribed) {
      messageHandler.missed();
    }
    wasSubscribed = true;
  }

  @Override
  public void lost() {
    distrust();
    meters.countLostConnection();
  }

  /** A reply belongs to somebody else: nothing counts any more that came here. */
  public void abandon() {
    meters.countMisrouted();
    distrust();
    connection.abandon();
  }

  @Override
  public void message(String text) {
    messageHandler.heard(this, text);
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
  public Optional<CacheRead> question() {
    long number = subscription;
    return number == NONE || doubted != null || !lease.holds()
        ? Optional.empty()
        : Optional.of(new CacheRead(this, number, new Stopwatch()));
  }

  /**
   * Asks.
   *
   * @param arrived is handed the reply on the event loop, in the order of arrival
   */
  public <T, R> CompletionStage<R> read(
      ReadQuery<T> query, String key, Function<Reply<T>, R> arrived) {
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
  public boolean isIn(long number) {
    return subscription == number;
  }

  boolean isSubscribed() {
    return subscription != NONE;
  }

  /** Whether nothing can have been missed now. */
  public boolean holdsLease() {
    return lease.holds();
  }

  /** See {@link JobLease#proof}. */
  public Optional<Stopwatch> proof() {
    return lease.proof();
  }

  /** See {@link JobLease#isGood}. */
  public boolean isGood(Stopwatch proof) {
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
      latencyProbe.send(this);
    }
  }

  private void beaten(Stopwatch sent, Optional<ServerInfo> facts) {
    if (facts.isEmpty()) {
      abandon();
    } else if (!facts.get().isPrimary()) {
      restart();
    } else {
      lease.renew(sent);
      meters.heartbeatAnswered(sent);
      trustSince(sent);
    }
  }

  /** A server that refuses may not serve what is kept; one that does not answer is in doubt. */
  private void failed(Throwable failure) {
    if (RedisErrors.isTimeout(failure)) {
      doubted = new Stopwatch();
      meters.countTimeout();
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
    meters.countRefusal();
    begin();
    messageHandler.missed();
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
  public record CacheRead(SubscribedConnection wire, long subscription, Stopwatch sent) {}
}
