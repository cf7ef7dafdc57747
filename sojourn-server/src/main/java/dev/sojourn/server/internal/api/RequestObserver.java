package dev.sojourn.server.internal.api;

import java.time.Duration;

/** Called after requests and failures, on the event loop: must not block and must not throw. */
public interface RequestObserver {

  /** Does nothing. */
  RequestObserver NONE = new RequestObserver() {};

  /** A request was answered. */
  default void answered(Answered answer) {}

  /** The store did not answer; the reason is one sentence without secrets. */
  default void unavailable(String why) {}

  /** A request failed unexpectedly; the caller has been given the id. */
  default void failed(String errorId, Throwable failure) {}

  /** A token was malformed; it is not passed on. */
  default void malformedToken() {}

  /**
   * A request and its answer, without private data: no user, no token, no query.
   *
   * @param method the HTTP method, or {@code OTHER}
   * @param path the documented path, or {@code none}
   * @param key the name of the service key, or {@code none}
   * @param status the status of the answer
   * @param took how long the answer took
   */
  record Answered(String method, String path, String key, int status, Duration took) {}
}
