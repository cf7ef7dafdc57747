package dev.sojourn.server.internal.api;

import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** The standard HTTP methods. */
final class HttpMethods {

  private static final Set<HttpMethod> KNOWN =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.CONNECT);

  private HttpMethods() {}

  /** The method's name for the log and the metrics; {@code OTHER} if it is not standard. */
  static String known(HttpMethod method) {
    return KNOWN.contains(method) ? method.name() : "OTHER";
  }
}
