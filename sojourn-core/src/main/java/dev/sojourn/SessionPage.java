package dev.sojourn;

import java.util.List;
import java.util.function.Function;

/**
 * The latest accessed of a user's sessions, and how many the user has.
 *
 * @param sessions latest access first, at most as many as were asked for
 * @param total how many live sessions the user has
 * @param <T> the type of a session
 */
public record SessionPage<T>(List<T> sessions, int total) {

  /**
   * Copies the list.
   *
   * @param sessions see the record
   * @param total see the record
   */
  public SessionPage {
    sessions = List.copyOf(sessions);
  }

  /** Checks how many sessions are asked for. */
  static int requireLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit of a list must be 1 or more: " + limit);
    }
    return limit;
  }

  /** The same page with each session mapped to another type. */
  public <R> SessionPage<R> map(Function<? super T, ? extends R> mapper) {
    return new SessionPage<>(sessions.stream().<R>map(mapper).toList(), total);
  }
}
