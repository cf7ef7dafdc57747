package dev.sojourn.server.internal.api;

import dev.sojourn.SessionId;
import dev.sojourn.UserIds;
import java.util.function.Supplier;

/** An allowed request, with its parameters and its body. */
public final class HttpCall {

  private final String parameter;
  private final QueryParameters query;
  private final RequestBody body;

  /**
   * A call.
   *
   * @param parameter the variable segment of its path, still percent-encoded
   */
  HttpCall(String parameter, QueryParameters query, RequestBody body) {
    this.parameter = parameter;
    this.query = query;
    this.body = body;
  }

  /**
   * The session id in the path.
   *
   * @throws ProblemException if it is not a valid session id
   */
  SessionId id() {
    return id(PercentEncoding.decode(parameter));
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
    return refuseIllegal(() -> UserIds.require(PercentEncoding.decode(parameter)));
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
