package dev.sojourn.server;

import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.redis.RedisCare;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.server.api.Events;
import dev.sojourn.server.api.Observer;
import dev.sojourn.server.observe.EventMeters;
import dev.sojourn.server.observe.Metrics;
import dev.sojourn.server.observe.ObservedCare;
import dev.sojourn.server.observe.Observers;
import dev.sojourn.server.observe.ServiceLog;
import dev.sojourn.spi.SessionCare;
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
 * The service, running: one event loop a core, each with its own connections to the store. Started
 * when it answers, until it is stopped. Thread-safe.
 */
public final class SojournServer {

  private final ServerSettings settings;
  private final Stores stores;
  private final Events events;
  private final SessionCare care;
  private final Metrics metrics;
  private final Ports ports = new Ports();
  private final Vertx vertx;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private SojournServer(
      ServerSettings settings, Stores stores, Events events, SessionCare care, int loops) {
    this.settings = settings;
    this.stores = stores;
    this.events = events;
    this.metrics = new Metrics(stores::repliesAstray);
    this.care = new ObservedCare(care, metrics.sweeps());
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
  }

  /**
   * Starts the service and waits until it answers.
   *
   * @param settings where to listen, who may call, where the sessions lie
   * @throws CannotListen when an address is taken
   * @throws dev.sojourn.StoreUnavailable when Redis cannot be reached, or will not do
   */
  public static SojournServer start(ServerSettings settings) {
    return start(settings, new LazyCare(() -> RedisCare.connect(settings.redis())));
  }

  /** The same, looked after by that; closed with the service. */
  static SojournServer start(ServerSettings settings, SessionCare care) {
    int loops = Runtime.getRuntime().availableProcessors();
    Stores stores = Stores.of(RedisSessions.connect(settings.redis()));
    Events events = Events.of(stores.invalidations());
    return startOver(settings, loops, new ServiceLog(), stores, events, care);
  }

  /** Starts the service over any store, with so many event loops. */
  static SojournServer startOver(
      ServerSettings settings,
      int loops,
      Observer observer,
      Function<EventLoop, CompletionStage<Connected>> connect,
      SessionCare care) {
    Stores stores =
        new Stores(connect, new InMemorySessionStore().invalidations(), Optional.empty(), () -> {});
    Events events = Events.of(stores.invalidations());
    return startOver(settings, loops, observer, stores, events, care);
  }

  /** Starts the service over any stores, with so many event loops and these streams of events. */
  static SojournServer startOver(
      ServerSettings settings,
      int loops,
      Observer observer,
      Stores stores,
      Events events,
      SessionCare care) {
    SojournServer server = new SojournServer(settings, stores, events, care, loops);
    try {
      server.deploy(loops, observer);
      return server;
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
  }

  /** The port that the calls are served at. */
  public int port() {
    return ports.main();
  }

  /** The port of health and metrics, when they have one of their own. */
  public OptionalInt managementPort() {
    return settings.management().isPresent()
        ? OptionalInt.of(ports.management())
        : OptionalInt.empty();
  }

  /** What looks after the sessions, observed. */
  SessionCare care() {
    return care;
  }

  /**
   * Ends the streams of events, stops listening, lets requests under way finish, up to 10 seconds,
   * then closes the stores. Blocks; a second call does nothing.
   */
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      events.close();
      await(Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
      care.close();
      stores.close();
      await(vertx.close());
      metrics.close();
    }
  }

  private void deploy(int loops, Observer observer) {
    Observer all = new Observers(metrics, observer);
    EventMeters.bind(metrics.registry(), events);
    stores.near().ifPresent(near -> NearMetrics.bind(metrics.registry(), near));
    await(
        vertx.deployVerticle(
            () -> new ServiceVerticle(settings, stores, care, events, metrics, all, ports),
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
