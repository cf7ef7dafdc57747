package dev.sojourn.server.internal.api;

import java.time.Duration;

/**
 * Is told what happens, after the fact, on the event loop: it must not block, and must not throw.
 */
public interface RequestObserver {

  /** Sees nothing. */
  RequestObserver NONE = new RequestObserver() {};

  /** A request was answered. */
  default void answered(Answered answer) {}

  /** The store did not answer, and why, in one sentence without secrets. */
  default void unavailable(String why) {}

  /** Something unexpected failed; the caller knows its id. */
  default void failed(String errorId, Throwable failure) {}

  /** A token had no token's syntax; it is not told what it was. */
  default void malformedToken() {}

  /**
   * A request and its answer, without anything private: no user, no token, no query.
   *
   * @param method the HTTP method, or {@code OTHER}
   * @param path the path as it is documented, or {@code none}
   * @param key the name of the service key, or {@code none}
   * @param status the status that was answered
   * @param took how long the answer took
   */
  record Answered(String method, String path, String key, int status, Duration took) {}
}
