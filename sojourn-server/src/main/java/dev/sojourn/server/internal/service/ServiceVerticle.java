package dev.sojourn.server.internal.service;

import dev.sojourn.AsyncSessions;
import dev.sojourn.Sessions;
import dev.sojourn.redis.JsonCodec;
import dev.sojourn.redis.NearCacheState;
import dev.sojourn.server.internal.api.CallHandler;
import dev.sojourn.server.internal.api.EventStreams;
import dev.sojourn.server.internal.api.MaintenanceApi;
import dev.sojourn.server.internal.api.MaintenanceApi.NearCacheUse;
import dev.sojourn.server.internal.api.RequestHandler;
import dev.sojourn.server.internal.api.RequestObserver;
import dev.sojourn.server.internal.api.Route;
import dev.sojourn.server.internal.api.ServiceKeys;
import dev.sojourn.server.internal.api.SessionsApi;
import dev.sojourn.server.internal.api.UsersApi;
import dev.sojourn.server.internal.observe.Health;
import dev.sojourn.server.internal.observe.MeteredStore;
import dev.sojourn.server.internal.observe.Metrics;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.SessionStore;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An event loop's share of the service: its own store, its own front. */
final class ServiceVerticle extends VerticleBase {

  /** How long requests under way may take to finish when the service stops. */
  private static final int DRAIN_SECONDS = 10;

  private final ServerSettings settings;
  private final StorePool stores;
  private final SessionMaintenance maintenance;
  private final EventStreams streams;
  private final Metrics metrics;
  private final RequestObserver observer;
  private final BoundPorts boundPorts;
  private final List<HttpServer> servers = new ArrayList<>();

  ServiceVerticle(
      ServerSettings settings,
      StorePool stores,
      SessionMaintenance maintenance,
      EventStreams streams,
      Metrics metrics,
      RequestObserver observer,
      BoundPorts boundPorts) {
    this.settings = settings;
    this.stores = stores;
    this.maintenance = maintenance;
    this.streams = streams;
    this.metrics = metrics;
    this.observer = observer;
    this.boundPorts = boundPorts;
  }

  @Override
  public Future<?> start() {
    return Future.fromCompletionStage(stores.connect(loop()), context).compose(this::serve);
  }

  @Override
  public Future<?> stop() {
    return Future.join(
        servers.stream().map(server -> server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)).toList());
  }

  private Future<?> serve(SessionStore connected) {
    SessionStore store = new MeteredStore(connected, metrics.store());
    List<Route> calls = calls(store);
    List<Route> care = Routes.management(health(store), scrape());
    if (settings.management().isEmpty()) {
      return listen(settings.address(), both(calls, care), Optional.of(settings.keys()))
          .onSuccess(server -> boundPorts.main(server.actualPort()));
    }
    return listen(settings.address(), calls, Optional.of(settings.keys()))
        .onSuccess(server -> boundPorts.main(server.actualPort()))
        .compose(
            main ->
                listen(
                    settings.management().get(),
                    both(care, List.of(Routes.description())),
                    Optional.empty()))
        .onSuccess(server -> boundPorts.management(server.actualPort()));
  }

  private List<Route> calls(SessionStore store) {
    AsyncSessions sessions =
        Sessions.over(store, new JsonCodec())
            .timeouts(settings.redis().timeouts())
            .limit(settings.redis().sessionsPerUser())
            .build()
            .async();
    return Routes.calls(
        new SessionsApi(sessions, settings.redis().limits(), observer),
        new UsersApi(sessions),
        new MaintenanceApi(maintenance, this::kept),
        streams.on(loop()));
  }

  private Optional<NearCacheUse> kept() {
    return settings.redis().nearCache().flatMap(on -> stores.near()).map(near -> kept(near.get()));
  }

  private static NearCacheUse kept(NearCacheState near) {
    return new NearCacheUse(
        near.hits(),
        near.misses(),
        near.entries(),
        near.opened(),
        near.leased(),
        near.oldestLease());
  }

  private Health health(SessionStore store) {
    return new Health(store, settings.redis().commandTimeout().multipliedBy(2));
  }

  /** Off the event loop: a scrape takes milliseconds. */
  private CallHandler scrape() {
    return call -> vertx.executeBlocking(metrics::scrape).toCompletionStage();
  }

  private Future<HttpServer> listen(
      HostAndPort address, List<Route> routes, Optional<ServiceKeys> keys) {
    RequestHandler requestHandler = new RequestHandler(loop(), routes, keys, observer);
    HttpServer server = vertx.createHttpServer(HttpSettings.options());
    servers.add(server);
    return server
        .requestHandler(requestHandler)
        .invalidRequestHandler(requestHandler::handleInvalid)
        .listen(HttpSettings.socket(address, servers.size()))
        .recover(failure -> Future.failedFuture(new CannotListen(address, failure)));
  }

  private EventLoop loop() {
    return ((ContextInternal) context).nettyEventLoop();
  }

  private static List<Route> both(List<Route> some, List<Route> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
