package dev.sojourn.server.internal.service;

import static dev.sojourn.server.internal.api.Role.APP;
import static dev.sojourn.server.internal.api.Role.OPERATOR;
import static dev.sojourn.server.internal.api.Route.keyed;
import static dev.sojourn.server.internal.api.Route.open;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.sojourn.server.internal.api.CallHandler;
import dev.sojourn.server.internal.api.EventsApi;
import dev.sojourn.server.internal.api.MaintenanceApi;
import dev.sojourn.server.internal.api.Role;
import dev.sojourn.server.internal.api.Route;
import dev.sojourn.server.internal.api.SessionsApi;
import dev.sojourn.server.internal.api.UsersApi;
import dev.sojourn.server.internal.observe.Health;
import java.util.List;
import java.util.Set;

/** The table of routes, with the accepted members and query parameters; others are rejected. */
public final class Routes {

  private static final Set<Role> TOKENS = Set.of(APP);
  private static final Set<Role> OPERATORS = Set.of(OPERATOR);
  private static final Set<Role> EITHER = Set.of(APP, OPERATOR);

  private Routes() {}

  /** The API, for callers with a service key. */
  public static List<Route> calls(
      SessionsApi sessions, UsersApi users, MaintenanceApi maintenance, EventsApi events) {
    return List.of(
        keyed(POST, "/v1/sessions", TOKENS, sessions::create)
            .members("user", "attributes", "device", "client", "idleTimeout", "absoluteTimeout"),
        keyed(POST, "/v1/sessions/verify", TOKENS, sessions::verify)
            .members("token", "client", "touch", "attributes"),
        keyed(POST, "/v1/sessions/login", TOKENS, sessions::login)
            .members("token", "user", "client", "device"),
        keyed(POST, "/v1/sessions/logout", TOKENS, sessions::logout)
            .members("token", "scope", "reason"),
        keyed(POST, "/v1/sessions/rotate", TOKENS, sessions::rotate).members("token"),
        keyed(GET, "/v1/sessions/{id}", EITHER, sessions::read),
        keyed(PATCH, "/v1/sessions/{id}", TOKENS, sessions::change)
            .members("attributes", "device")
            .mergePatch(),
        keyed(DELETE, "/v1/sessions/{id}", EITHER, sessions::revoke).queries("reason"),
        keyed(GET, "/v1/users/{user}/sessions", EITHER, users::list).queries("attributes", "limit"),
        keyed(DELETE, "/v1/users/{user}/sessions/{id}", EITHER, users::revoke).queries("reason"),
        keyed(DELETE, "/v1/users/{user}/sessions", EITHER, users::revokeAll)
            .queries("except", "reason"),
        keyed(POST, "/v1/sweeps", OPERATORS, maintenance::sweep).members("dryRun"),
        keyed(GET, "/v1/sweeps/latest", OPERATORS, maintenance::latestSweep),
        keyed(GET, "/v1/stats", OPERATORS, maintenance::statistics),
        keyed(GET, "/v1/events", OPERATORS, events::events),
        description());
  }

  /** Health and metrics, without a key. */
  public static List<Route> management(Health health, CallHandler metrics) {
    return List.of(
        open("/health/live", health::live),
        open("/health/ready", health::ready),
        open("/metrics", metrics));
  }

  /** {@code openapi.yaml}, without a key. */
  static Route description() {
    return open("/openapi.yaml", ApiDescription::answer);
  }
}
