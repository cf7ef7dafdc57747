package dev.sojourn.redis;

import dev.sojourn.redis.internal.layout.Dictionary;

/** A dictionary trained on a sample of sessions, and what it would save. Immutable. */
public final class TrainedDictionary {

  private final Dictionary dictionary;
  private final int sessions;
  private final int users;
  private final Averages averages;

  /**
   * Average bytes of the sampled sessions that the dictionary was not trained on.
   *
   * @param plain uncompressed
   * @param deflated compressed without a dictionary
   * @param saved compressed with this one
   */
  record Averages(double plain, double deflated, double saved) {}

  TrainedDictionary(Dictionary dictionary, int sessions, int users, Averages averages) {
    this.dictionary = dictionary;
    this.sessions = sessions;
    this.users = users;
    this.averages = averages;
  }

  /** Its id. */
  public String id() {
    return dictionary.id();
  }

  /** Its length in bytes. */
  public int length() {
    return dictionary.length();
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return dictionary.bytes();
  }

  /** How many sessions were sampled. */
  public int sessions() {
    return sessions;
  }

  /** How many users they belong to; all anonymous sessions count as one user. */
  public int users() {
    return users;
  }

  /** Average bytes of a session that it was not trained on, uncompressed. */
  public double plain() {
    return averages.plain();
  }

  /** The same, compressed without a dictionary. */
  public double deflated() {
    return averages.deflated();
  }

  /** The same, compressed with this dictionary. */
  public double saved() {
    return averages.saved();
  }

  /** Whether it makes sessions smaller. */
  public boolean isWorthIt() {
    return saved() < plain() && saved() < deflated();
  }
}
