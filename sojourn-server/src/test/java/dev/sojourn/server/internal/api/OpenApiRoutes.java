package dev.sojourn.server.internal.api;

import dev.sojourn.AsyncSessions;
import dev.sojourn.Sessions;
import dev.sojourn.SizeLimits;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.redis.JsonCodec;
import dev.sojourn.server.internal.observe.Health;
import dev.sojourn.server.internal.service.Routes;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The routes of the service, as {@link OpenApi} names them. */
final class OpenApiRoutes {

  private OpenApiRoutes() {}

  /** Every route, also those without a key. */
  static List<Route> all() {
    InMemorySessionStore store = new InMemorySessionStore();
    AsyncSessions sessions = Sessions.over(store, new JsonCodec()).build().async();
    return Stream.concat(
            Routes.calls(
                new SessionsApi(sessions, SizeLimits.DEFAULT, RequestObserver.NONE),
                new UsersApi(sessions),
                new MaintenanceApi(new FakeMaintenance(), Optional::empty),
                EventStreams.of(store.invalidations()).on(new DefaultEventLoop()))
                .stream(),
            Routes.management(new Health(store, Duration.ofSeconds(1)), call -> null).stream())
        .toList();
  }

  /** The method and the path: {@code GET /v1/sessions/{id}}. */
  static String operation(Route route) {
    return route.method().name() + " " + route.path();
  }
}
