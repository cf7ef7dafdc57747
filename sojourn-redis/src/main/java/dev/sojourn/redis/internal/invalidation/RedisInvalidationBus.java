package dev.sojourn.redis.internal.invalidation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.internal.connection.PubSubConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.Subscription;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.Listeners;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invalidations over Pub/Sub: one subscribed connection of this process to each primary, opened
 * when the first one asks for it.
 *
 * <p>In a Cluster each message reaches every node, and comes once from each. All of them make the
 * near cache forget; listeners are told of the one that came from the session's own primary.
 * Thread-safe.
 */
public final class RedisInvalidationBus implements InvalidationBus, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisInvalidationBus.class);

  private final Opener opener;
  private final Function<SessionId, Optional<String>> keys;
  private final HeartbeatSettings heartbeatSettings;
  private final MessageHandler messageHandler = new BusHandler();
  private final NearCacheMeters meters = new NearCacheMeters();
  private final LatencyProbe latencyProbe = new LatencyProbe(meters);
  private final Listeners listeners = new Listeners(meters::countMissedByListener);
  private final Consumer<SessionId> nearCache;
  private volatile @Nullable Subscription<SubscribedConnection> nodes;
  private @Nullable CompletableFuture<Void> opening;
  private boolean closed;

  /** Opens subscribed connections. */
  public interface Opener {
    /** The connections, each with who listens to it. */
    CompletionStage<Subscription<SubscribedConnection>> open(
        Function<PubSubConnection, SubscribedConnection> wires);
  }

  /**
   * A bus over connections that are opened that way.
   *
   * @param keys a session's key
   * @param heartbeatSettings how often each connection proves that it is well
   * @param nearCache called for each message before the listeners, on the event loop: must not block
   */
  public RedisInvalidationBus(
      Opener opener,
      Function<SessionId, Optional<String>> keys,
      HeartbeatSettings heartbeatSettings,
      Consumer<SessionId> nearCache) {
    this.opener = opener;
    this.keys = keys;
    this.heartbeatSettings = heartbeatSettings;
    this.nearCache = nearCache;
  }

  /** Opens the connections, unless they are; completes when they are subscribed. */
  public synchronized CompletionStage<Void> open() {
    if (closed) {
      return completedStage(null);
    }
    if (opening == null || opening.isCompletedExceptionally()) {
      opening = opener.open(this::wire).thenAccept(this::opened).toCompletableFuture();
    }
    return opening;
  }

  @Override
  public Registration onInvalidated(Listener listener) {
    CompletionStage<Void> begun =
        open()
            .exceptionallyCompose(failure -> failedStage(RedisErrors.ofConnecting(failure)))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.warn("invalidations cannot be subscribed to", failure);
                  }
                });
    return listeners.add(listener, begun);
  }

  /** What is counted. */
  public NearCacheMeters meters() {
    return meters;
  }

  /**
   * What was counted, and how the connections are.
   *
   * @param entries sessions in the near cache
   */
  public NearCacheState state(long entries) {
    Collection<SubscribedConnection> all = all();
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
    listeners.close();
    closeNodes();
  }

  /** The wire to the key's primary. */
  public Optional<SubscribedConnection> wireOf(String key) {
    Subscription<SubscribedConnection> opened = nodes;
    return opened == null ? Optional.empty() : opened.of(key);
  }

  private Collection<SubscribedConnection> all() {
    Subscription<SubscribedConnection> opened = nodes;
    return opened == null ? List.of() : opened.all();
  }

  private synchronized void opened(Subscription<SubscribedConnection> these) {
    nodes = these;
    if (closed) {
      closeNodes();
    }
  }

  private void closeNodes() {
    Subscription<SubscribedConnection> opened = nodes;
    if (opened != null) {
      opened.close();
    }
  }

  private SubscribedConnection wire(PubSubConnection connection) {
    return new SubscribedConnection(
        connection, heartbeatSettings, meters, latencyProbe, messageHandler);
  }

  /** Whether it came from the session's own primary; without a wire there, any other will do. */
  private boolean isFirstHand(SubscribedConnection wire, SessionId id) {
    return keys.apply(id)
        .flatMap(this::wireOf)
        .filter(SubscribedConnection::isSubscribed)
        .map(own -> own == wire)
        .orElse(true);
  }

  private final class BusHandler implements MessageHandler {

    /** A message is anybody's; all that it can do is to make somebody forget. */
    @Override
    public void heard(SubscribedConnection wire, String text) {
      Optional<SessionId> id = SessionId.parse(text);
      if (id.isEmpty()) {
        meters.countGarbledMessage();
      } else if (LatencyProbe.isOne(text)) {
        latencyProbe.arrived(text);
      } else {
        nearCache.accept(id.get());
        tell(wire, id.get());
      }
    }

    private void tell(SubscribedConnection wire, SessionId id) {
      if (isFirstHand(wire, id)) {
        meters.countMessage();
        listeners.invalidated(id);
      }
    }

    @Override
    public void missed() {
      listeners.missed();
    }
  }
}
