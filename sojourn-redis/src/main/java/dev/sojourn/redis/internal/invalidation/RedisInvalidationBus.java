package dev.sojourn.redis.internal.invalidation;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.internal.connection.PubSubConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.Subscription;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.Listeners;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The invalidation messages of all sessions, over Pub/Sub: one subscribed connection of this
 * process to each primary, opened on first use.
 *
 * <p>In a Cluster each message reaches every node and arrives once from each. The near cache evicts
 * on each of them; listeners are called only for the one from the session's own primary.
 * Thread-safe.
 */
public final class RedisInvalidationBus implements InvalidationBus, AutoCloseable {

  private static final Logger LOG = System.getLogger(RedisInvalidationBus.class.getName());

  private final Opener opener;
  private final Function<SessionId, Optional<String>> keys;
  private final HeartbeatSettings heartbeatSettings;
  private final MessageHandler messageHandler = new BusHandler();
  private final NearCacheMeters meters = new NearCacheMeters();
  private final LatencyProbe latencyProbe = new LatencyProbe(meters);
  private final Listeners listeners = new Listeners(meters::countMissedByListener);
  private final Consumer<SessionId> nearCacheListener;
  private final CachedKeys cachedKeys;
  private volatile @Nullable Subscription<SubscribedConnection> subscription;
  private @Nullable CompletableFuture<Void> opening;
  private boolean closed;

  /** Opens subscribed connections. */
  public interface Opener {
    /**
     * Opens one to each primary.
     *
     * @param listenerOf creates the listener of a connection
     */
    CompletionStage<Subscription<SubscribedConnection>> open(
        Function<PubSubConnection, SubscribedConnection> listenerOf);
  }

  /**
   * Creates a bus; opens nothing yet.
   *
   * @param keys the key of a session; empty for an id that can have none
   * @param heartbeatSettings of each connection
   * @param nearCacheListener called for each message before all listeners, on the event loop, so it
   *     must not block
   * @param cachedKeys what heartbeats ask for
   */
  public RedisInvalidationBus(
      Opener opener,
      Function<SessionId, Optional<String>> keys,
      HeartbeatSettings heartbeatSettings,
      Consumer<SessionId> nearCacheListener,
      CachedKeys cachedKeys) {
    this.opener = opener;
    this.keys = keys;
    this.heartbeatSettings = heartbeatSettings;
    this.nearCacheListener = nearCacheListener;
    this.cachedKeys = cachedKeys;
  }

  /** Opens the connections, unless they are open; completes when they are subscribed. */
  public synchronized CompletionStage<Void> open() {
    if (closed) {
      return failedStage(RedisErrors.closed());
    }
    if (opening == null || opening.isCompletedExceptionally()) {
      opening = begin();
    }
    return opening;
  }

  /** Begins to open them; closing the bus ends the waiting for them. */
  private CompletableFuture<Void> begin() {
    CompletableFuture<Void> subscribed = new CompletableFuture<>();
    opener
        .open(this::listenerOf)
        .thenAccept(this::onOpened)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                subscribed.complete(null);
              } else {
                subscribed.completeExceptionally(RedisErrors.unwrapped(failure));
              }
            });
    return subscribed;
  }

  @Override
  public Registration onInvalidated(Listener listener) {
    CompletionStage<Void> subscribed =
        open()
            .exceptionallyCompose(failure -> failedStage(RedisErrors.ofConnecting(failure)))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.log(Level.WARNING, "cannot subscribe to invalidation messages", failure);
                  }
                });
    return listeners.add(listener, subscribed);
  }

  /** The counters of the near cache and of these connections. */
  public NearCacheMeters meters() {
    return meters;
  }

  /**
   * The counters, and the state of the connections.
   *
   * @param entries the number of entries in the near cache
   */
  public NearCacheState state(long entries) {
    Collection<SubscribedConnection> all = connections();
    List<Duration> leases = all.stream().flatMap(one -> one.leaseAge().stream()).toList();
    return new NearCacheState(
        meters.hits(),
        meters.missesByReason(),
        meters.notCachedByReason(),
        meters.bypassed(),
        entries,
        meters.invalidations(),
        meters.garbled(),
        meters.missedByListeners(),
        meters.subscriptions(),
        meters.losses(),
        meters.misroutedReplies(),
        meters.refusals(),
        meters.timeouts(),
        all.size(),
        (int) all.stream().filter(SubscribedConnection::isSubscribed).count(),
        leases.size(),
        leases.stream().max(Duration::compareTo),
        meters.sinceHeartbeat(),
        meters.lastProbe());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (opening != null) {
      opening.completeExceptionally(RedisErrors.closed()); // if it is not open yet
    }
    listeners.close();
    closeSubscription();
  }

  /** The subscribed connection to the key's primary; empty without one. */
  public Optional<SubscribedConnection> connectionTo(String key) {
    Subscription<SubscribedConnection> opened = subscription;
    return opened == null ? Optional.empty() : opened.listenerFor(key);
  }

  private Collection<SubscribedConnection> connections() {
    Subscription<SubscribedConnection> opened = subscription;
    return opened == null ? List.of() : opened.listeners();
  }

  private synchronized void onOpened(Subscription<SubscribedConnection> opened) {
    subscription = opened;
    if (closed) {
      closeSubscription();
    }
  }

  private void closeSubscription() {
    Subscription<SubscribedConnection> opened = subscription;
    if (opened != null) {
      opened.close();
    }
  }

  private SubscribedConnection listenerOf(PubSubConnection connection) {
    return new SubscribedConnection(
        connection, heartbeatSettings, meters, latencyProbe, messageHandler, cachedKeys);
  }

  /** Whether it is the connection to the session's primary; without one there, any counts. */
  private boolean isToPrimary(SubscribedConnection connection, SessionId id) {
    return keys.apply(id)
        .flatMap(this::connectionTo)
        .filter(SubscribedConnection::isSubscribed)
        .map(own -> own == connection)
        .orElse(true);
  }

  private final class BusHandler implements MessageHandler {

    /** Anybody can publish a message, so it can do no more than evict. */
    @Override
    public void onMessage(SubscribedConnection connection, String text) {
      Optional<SessionId> id = SessionId.parse(text);
      if (id.isEmpty()) {
        meters.countGarbledMessage();
      } else if (LatencyProbe.isProbe(text)) {
        latencyProbe.onArrival(text);
      } else {
        nearCacheListener.accept(id.get());
        callListeners(connection, id.get());
      }
    }

    private void callListeners(SubscribedConnection connection, SessionId id) {
      if (isToPrimary(connection, id)) {
        meters.countMessage();
        listeners.invalidated(id);
      }
    }

    @Override
    public void onMessagesMissed() {
      listeners.missed();
    }
  }
}
