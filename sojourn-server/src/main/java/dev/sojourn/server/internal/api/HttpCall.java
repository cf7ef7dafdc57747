package dev.sojourn.server.internal.api;

import dev.sojourn.SessionId;
import dev.sojourn.UserIds;
import java.util.function.Supplier;

/** A request that may be made, with what it brings. */
public final class HttpCall {

  private final String parameter;
  private final QueryParameters query;
  private final RequestBody body;

  /**
   * What a request brings.
   *
   * @param parameter the variable segment of its path, still percent-encoded
   */
  HttpCall(String parameter, QueryParameters query, RequestBody body) {
    this.parameter = parameter;
    this.query = query;
    this.body = body;
  }

  /**
   * The session that the path names.
   *
   * @throws ProblemException when that is no session id
   */
  SessionId id() {
    return id(PercentEncoding.decode(parameter));
  }

  /**
   * The session of an id that a caller wrote.
   *
   * @throws ProblemException when it is none
   */
  static SessionId id(String text) {
    return refuseIllegal(() -> new SessionId(text));
  }

  /**
   * The user that the path names.
   *
   * @throws ProblemException when no user can be called so
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

  /** What the supplier makes of something outside of the body; a value not allowed is refused. */
  static <T> T refuseIllegal(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.malformed(String.valueOf(e.getMessage())));
    }
  }
}
