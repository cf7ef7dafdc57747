package dev.sojourn.redis;

import dev.sojourn.redis.internal.layout.Dictionary;

/**
 * A dictionary that was made of a sample of sessions, and what it would save.
 *
 * @param dictionary what sessions of several users have in common
 * @param sessions how many were looked at
 * @param users of how many users, all anonymous ones taken for one
 * @param plain bytes of a session that it was not made of, on average: as it is
 * @param deflated likewise, deflated without a dictionary
 * @param saved likewise, deflated with this one
 */
public record TrainedDictionary(
    Dictionary dictionary, int sessions, int users, double plain, double deflated, double saved) {

  /** Its id. */
  public String id() {
    return dictionary.id();
  }

  /** How many bytes it has. */
  public int length() {
    return dictionary.length();
  }

  /** Whether it makes sessions smaller. */
  public boolean isWorthIt() {
    return saved < plain && saved < deflated;
  }
}
