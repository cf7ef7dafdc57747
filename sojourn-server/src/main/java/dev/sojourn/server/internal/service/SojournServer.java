package dev.sojourn.server.internal.service;

import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.server.internal.api.EventStreams;
import dev.sojourn.server.internal.api.RequestObserver;
import dev.sojourn.server.internal.observe.EventMeters;
import dev.sojourn.server.internal.observe.Metrics;
import dev.sojourn.server.internal.observe.ObservedMaintenance;
import dev.sojourn.server.internal.observe.RequestObservers;
import dev.sojourn.server.internal.observe.ServiceLog;
import dev.sojourn.spi.SessionMaintenance;
import io.netty.channel.EventLoop;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The running service: one event loop per core, each with its own connections to the store.
 * Thread-safe.
 */
public final class SojournServer {

  private final ServerSettings settings;
  private final StorePool stores;
  private final EventStreams streams;
  private final SessionMaintenance maintenance;
  private final Metrics metrics;
  private final BoundPorts boundPorts = new BoundPorts();
  private final Vertx vertx;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private SojournServer(
      ServerSettings settings,
      StorePool stores,
      EventStreams streams,
      SessionMaintenance maintenance,
      int loops) {
    this.settings = settings;
    this.stores = stores;
    this.streams = streams;
    this.metrics = new Metrics(stores::misroutedReplies);
    this.maintenance = new ObservedMaintenance(maintenance, metrics.sweeps());
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
  }

  /**
   * Starts the service and waits until it is up.
   *
   * @param settings the settings of the service
   * @throws CannotListen if an address is taken
   * @throws dev.sojourn.StoreUnavailable if Redis cannot be reached or is not suitable
   */
  public static SojournServer start(ServerSettings settings) {
    return start(settings, new LazyMaintenance(() -> RedisMaintenance.connect(settings.redis())));
  }

  /** Starts the service with this maintenance, which is closed with the service. */
  public static SojournServer start(ServerSettings settings, SessionMaintenance maintenance) {
    int loops = Runtime.getRuntime().availableProcessors();
    StorePool stores = StorePool.of(RedisSessions.connect(settings.redis()));
    EventStreams streams = EventStreams.of(stores.invalidations());
    return startOver(settings, loops, new ServiceLog(), stores, streams, maintenance);
  }

  /** Starts the service over any store, with this number of event loops. */
  public static SojournServer startOver(
      ServerSettings settings,
      int loops,
      RequestObserver observer,
      Function<EventLoop, CompletionStage<ConnectedStore>> connect,
      SessionMaintenance maintenance) {
    StorePool stores =
        new StorePool(
            connect, new InMemorySessionStore().invalidations(), Optional.empty(), () -> {});
    EventStreams streams = EventStreams.of(stores.invalidations());
    return startOver(settings, loops, observer, stores, streams, maintenance);
  }

  /**
   * Starts the service over any stores, with this number of event loops and these event streams.
   */
  public static SojournServer startOver(
      ServerSettings settings,
      int loops,
      RequestObserver observer,
      StorePool stores,
      EventStreams streams,
      SessionMaintenance maintenance) {
    SojournServer server = new SojournServer(settings, stores, streams, maintenance, loops);
    try {
      server.deploy(loops, observer);
      return server;
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
  }

  /** The port of the API. */
  public int port() {
    return boundPorts.main();
  }

  /** The port of health and metrics, if it is a separate one. */
  public OptionalInt managementPort() {
    return settings.management().isPresent()
        ? OptionalInt.of(boundPorts.management())
        : OptionalInt.empty();
  }

  /** The maintenance, with logging and metrics. */
  public SessionMaintenance maintenance() {
    return maintenance;
  }

  /**
   * Ends the event streams, stops listening, waits up to 10 seconds for requests in progress, then
   * closes the stores. Blocks; a second call does nothing.
   */
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      streams.close();
      await(Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
      maintenance.close();
      stores.close();
      await(vertx.close());
      metrics.close();
    }
  }

  private void deploy(int loops, RequestObserver observer) {
    RequestObserver all = new RequestObservers(metrics, observer);
    EventMeters.bind(metrics.registry(), streams);
    stores.near().ifPresent(near -> NearCacheMetrics.bind(metrics.registry(), near));
    await(
        vertx.deployVerticle(
            () ->
                new ServiceVerticle(
                    settings, stores, maintenance, streams, metrics, all, boundPorts),
            new DeploymentOptions().setInstances(loops)));
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
