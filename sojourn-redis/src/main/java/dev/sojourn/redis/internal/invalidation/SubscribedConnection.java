package dev.sojourn.redis.internal.invalidation;

import dev.sojourn.redis.internal.connection.PubSubConnection;
import dev.sojourn.redis.internal.connection.PubSubConnection.HeartbeatReply;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.connection.Stopwatch;
import dev.sojourn.redis.internal.invalidation.CachedKeys.CachedKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection that reads sessions and receives invalidation messages, in the order of Redis: a
 * record that was read before its session ended always arrives before the message about the end. A
 * cache entry that is put on arrival and evicted by a message is therefore never staler than the
 * {@link Lease} of this connection, which each heartbeat renews.
 *
 * <p>Subscriptions are numbered. Reads and cache entries of an earlier subscription are worthless
 * in the next one, because messages may have been missed in between. Thread-safe; {@link
 * #onSubscribed}, {@link #onDisconnected} and {@link #onMessage} are called on the connection's
 * event loop.
 */
public final class SubscribedConnection implements PubSubConnection.Listener {

  private static final Logger LOG = System.getLogger(SubscribedConnection.class.getName());
  private static final AtomicLong SUBSCRIPTIONS = new AtomicLong();
  private static final long NONE = 0;
  private static final int HEARTBEATS_PER_PROBE = 20;

  private final PubSubConnection connection;
  private final Lease lease;
  private final ReplyDoubt doubt = new ReplyDoubt();
  private final NearCacheMeters meters;
  private final LatencyProbe latencyProbe;
  private final MessageHandler messageHandler;
  private final CachedKeys cachedKeys;
  private final ScheduledFuture<?> heartbeatTask;

  private boolean wasSubscribed;
  private int heartbeats;
  private volatile long subscription = NONE;
  private volatile @Nullable Stopwatch timedOut;
  private volatile Optional<String> lastKey = Optional.empty();

  /** Wraps a connection that is about to be subscribed, and starts its heartbeats. */
  SubscribedConnection(
      PubSubConnection connection,
      HeartbeatSettings heartbeatSettings,
      NearCacheMeters meters,
      LatencyProbe latencyProbe,
      MessageHandler messageHandler,
      CachedKeys cachedKeys) {
    this.connection = connection;
    this.lease = new Lease(heartbeatSettings.lease());
    this.meters = meters;
    this.latencyProbe = latencyProbe;
    this.messageHandler = messageHandler;
    this.cachedKeys = cachedKeys;
    this.heartbeatTask = connection.every(heartbeatSettings.heartbeat(), this::sendHeartbeat);
  }

  @Override
  public void onSubscribed() {
    meters.countSubscription();
    beginSubscription();
    sendHeartbeat();
    if (wasSubscribed) {
      messageHandler.onMessagesMissed();
    }
    wasSubscribed = true;
  }

  @Override
  public void onDisconnected() {
    endSubscription();
    meters.countLostConnection();
  }

  /** Closes the connection: a reply answered another command, so none can be trusted. */
  public void onMisroutedReply() {
    meters.countMisrouted();
    endSubscription();
    connection.closeGeneration();
  }

  /** The reply to a read seems to belong to another command; until it is judged none is used. */
  public void beginDoubt() {
    doubt.begin();
  }

  /**
   * The plain connection has judged the doubtful reply to that read.
   *
   * @param confirmed whether Redis holds what it said; otherwise the connection is closed
   */
  public void endDoubt(CacheRead read, boolean confirmed) {
    if (!confirmed && isCurrent(read.subscription())) {
      onMisroutedReply();
    }
    doubt.end();
  }

  @Override
  public void onMessage(String text) {
    messageHandler.onMessage(this, text);
  }

  @Override
  public void onClosed() {
    heartbeatTask.cancel(false);
    endSubscription();
  }

  private void endSubscription() {
    subscription = NONE;
    lease.end();
  }

  /**
   * Begins a read whose result may be cached; empty while the connection is not subscribed, has
   * timed out, is in doubt, or holds no lease.
   */
  public Optional<CacheRead> beginRead() {
    long current = subscription;
    return current == NONE || timedOut != null || doubt.isOpen() || !lease.holds()
        ? Optional.empty()
        : Optional.of(new CacheRead(this, current, new Stopwatch()));
  }

  /**
   * Reads a key and its TTL.
   *
   * @param onReply called with the reply on the event loop, in the order of arrival
   */
  public <T, R> CompletionStage<R> read(
      ReadQuery<T> query, String key, Function<Reply<T>, R> onReply) {
    lastKey = Optional.of(key);
    return connection
        .read(query, key, onReply)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                onFailure(failure);
              }
            });
  }

  /** Whether the reply to a read can be used: of this subscription, and none since in doubt. */
  public boolean isTrusted(CacheRead read) {
    return isCurrent(read.subscription()) && doubt.isFreeSince(read.sent());
  }

  /** Whether that subscription is the current one. */
  public boolean isCurrent(long number) {
    return subscription == number;
  }

  boolean isSubscribed() {
    return subscription != NONE;
  }

  /** Whether no message can have been missed up to now. */
  public boolean holdsLease() {
    return lease.holds();
  }

  /** The latest proof of the lease, see {@link Lease#proof}. */
  public Optional<Stopwatch> proof() {
    return lease.proof();
  }

  /** Whether a proof still holds, see {@link Lease#isValid}. */
  public boolean isValid(Stopwatch proof) {
    return lease.isValid(proof);
  }

  /** The time since the lease began; empty without a lease. */
  Optional<Duration> leaseAge() {
    return lease.age();
  }

  CompletionStage<Long> publish(String message) {
    return connection.publish(message);
  }

  /**
   * Sends a heartbeat, or subscribes again. The lease needs a reply that a server which may not
   * serve sessions would refuse, so the heartbeat also asks for a key: of a cached session, else
   * the one that was last read.
   */
  private void sendHeartbeat() {
    long sentIn = subscription;
    if (sentIn == NONE) {
      connection.subscribe(); // rejected while disconnected; otherwise the confirmation was lost
      return;
    }
    Stopwatch sent = new Stopwatch();
    Optional<CachedKey> cached = cachedKeys.next(this);
    connection
        .heartbeat(cached.map(CachedKey::key).or(() -> lastKey))
        .whenComplete(
            (reply, failure) -> {
              if (subscription != sentIn) {
                return;
              }
              if (failure == null) {
                onHeartbeatReply(sent, reply, cached);
              } else {
                onFailure(failure);
              }
            });
    if (++heartbeats % HEARTBEATS_PER_PROBE == 0) {
      latencyProbe.send(this);
    }
  }

  private void onHeartbeatReply(
      Stopwatch sent, Optional<HeartbeatReply> reply, Optional<CachedKey> cached) {
    if (reply.isEmpty()) {
      onMisroutedReply();
    } else if (!reply.get().server().isPrimary()) {
      onRefusal();
      connection.leaveReplica();
    } else if (reply.get().missesKey() && cached.filter(CachedKey::isStillCached).isPresent()) {
      onSilentEnd();
    } else {
      lease.renew(sent);
      meters.onHeartbeatReply(sent);
      clearTimeout(sent);
    }
  }

  /**
   * After a timeout, reads bypass this connection until a heartbeat is answered. A server that
   * refuses may not serve its sessions, so their cache entries no longer count.
   */
  private void onFailure(Throwable failure) {
    if (RedisErrors.isTimeout(failure)) {
      timedOut = new Stopwatch();
      meters.countTimeout();
    } else if (RedisErrors.isRefusal(failure) && subscription != NONE) {
      onRefusal();
    }
  }

  /** Only a heartbeat that was sent after the timeout shows that the connection works again. */
  private void clearTimeout(Stopwatch sent) {
    Stopwatch since = timedOut;
    if (since != null && sent.startedNanos() - since.startedNanos() > 0) {
      timedOut = null;
    }
  }

  private void onRefusal() {
    meters.countRefusal();
    beginSubscription();
    messageHandler.onMessagesMissed();
  }

  /**
   * A session ended without a message, which would have arrived before this reply: Redis was
   * flushed, or the key was deleted by hand or evicted. Others may have ended like that.
   */
  private void onSilentEnd() {
    LOG.log(
        Level.INFO,
        "a cached session is gone from Redis without a message; the near cache is emptied");
    beginSubscription();
    messageHandler.onMessagesMissed();
  }

  /** Invalidates all cache entries and pending reads of the subscription before. */
  private void beginSubscription() {
    lease.end();
    lastKey = Optional.empty();
    subscription = SUBSCRIPTIONS.incrementAndGet();
  }

  /**
   * A read whose result may be cached.
   *
   * @param connection the connection that it is sent on
   * @param subscription the subscription that it is sent in
   * @param sent running since it was sent
   */
  public record CacheRead(SubscribedConnection connection, long subscription, Stopwatch sent) {}
}
