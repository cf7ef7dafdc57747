package dev.sojourn.server.internal.api;

import dev.sojourn.SessionId;
import dev.sojourn.UserIds;
import java.util.Map;
import java.util.function.Supplier;

/** An allowed request, with its parameters and its body. */
public final class HttpCall {

  private final Map<String, String> parameters;
  private final QueryParameters query;
  private final RequestBody body;

  /**
   * A call.
   *
   * @param parameters the variable segments of its path by name, still percent-encoded
   */
  HttpCall(Map<String, String> parameters, QueryParameters query, RequestBody body) {
    this.parameters = parameters;
    this.query = query;
    this.body = body;
  }

  /**
   * The session id in the path.
   *
   * @throws ProblemException if it is not a valid session id
   */
  SessionId id() {
    return id(parameter("id"));
  }

  /**
   * Parses a session id.
   *
   * @throws ProblemException if it is not a valid session id
   */
  static SessionId id(String text) {
    return refuseIllegal(() -> new SessionId(text));
  }

  /**
   * The user id in the path.
   *
   * @throws ProblemException if it is not a valid user id
   */
  String user() {
    return refuseIllegal(() -> UserIds.require(parameter("user")));
  }

  private String parameter(String name) {
    return PercentEncoding.decode(parameters.getOrDefault(name, ""));
  }

  QueryParameters query() {
    return query;
  }

  RequestBody body() {
    return body;
  }

  /** Parses a value outside the body; an illegal argument becomes a problem. */
  static <T> T refuseIllegal(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.malformed(String.valueOf(e.getMessage())));
    }
  }
}
