package dev.sojourn.server;

import dev.sojourn.AsyncSessions;
import dev.sojourn.Sessions;
import dev.sojourn.redis.JsonCodec;
import dev.sojourn.redis.NearState;
import dev.sojourn.server.api.CallHandler;
import dev.sojourn.server.api.CareApi;
import dev.sojourn.server.api.CareApi.Kept;
import dev.sojourn.server.api.Events;
import dev.sojourn.server.api.Front;
import dev.sojourn.server.api.Observer;
import dev.sojourn.server.api.Route;
import dev.sojourn.server.api.ServiceKeys;
import dev.sojourn.server.api.SessionsApi;
import dev.sojourn.server.api.UsersApi;
import dev.sojourn.server.observe.Health;
import dev.sojourn.server.observe.MeteredStore;
import dev.sojourn.server.observe.Metrics;
import dev.sojourn.spi.SessionCare;
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
  private final Stores stores;
  private final SessionCare care;
  private final Events events;
  private final Metrics metrics;
  private final Observer observer;
  private final Ports ports;
  private final List<HttpServer> servers = new ArrayList<>();

  ServiceVerticle(
      ServerSettings settings,
      Stores stores,
      SessionCare care,
      Events events,
      Metrics metrics,
      Observer observer,
      Ports ports) {
    this.settings = settings;
    this.stores = stores;
    this.care = care;
    this.events = events;
    this.metrics = metrics;
    this.observer = observer;
    this.ports = ports;
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
    List<Route> care = Routes.care(health(store), scrape());
    if (settings.management().isEmpty()) {
      return listen(settings.address(), both(calls, care), Optional.of(settings.keys()))
          .onSuccess(server -> ports.main(server.actualPort()));
    }
    return listen(settings.address(), calls, Optional.of(settings.keys()))
        .onSuccess(server -> ports.main(server.actualPort()))
        .compose(
            main ->
                listen(
                    settings.management().get(),
                    both(care, List.of(Routes.description())),
                    Optional.empty()))
        .onSuccess(server -> ports.management(server.actualPort()));
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
        new CareApi(care, this::kept),
        events.on(loop()));
  }

  private Optional<Kept> kept() {
    return settings.redis().nearCache().flatMap(on -> stores.near()).map(near -> kept(near.get()));
  }

  private static Kept kept(NearState near) {
    return new Kept(
        near.counted().hits(),
        near.counted().misses(),
        near.entries(),
        near.wires().opened(),
        near.wires().leased(),
        near.wires().oldestLease());
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
    Front front = new Front(loop(), routes, keys, observer);
    HttpServer server = vertx.createHttpServer(HttpSettings.options());
    servers.add(server);
    return server
        .requestHandler(front)
        .invalidRequestHandler(front::handleInvalid)
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
