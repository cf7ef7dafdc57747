package dev.sojourn.redis;

import dev.sojourn.redis.internal.layout.Dictionary;

/**
 * A compression dictionary trained on a sample of sessions, and how much it saves. Immutable. See
 * {@link RedisDictionaryTraining}.
 */
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

  /** The id of the dictionary, eight characters. */
  public String id() {
    return dictionary.id();
  }

  /** The length of the dictionary in bytes. */
  public int length() {
    return dictionary.length();
  }

  /** A copy of the dictionary's bytes. */
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

  /** Average bytes of a sampled session that was held out of the training, uncompressed. */
  public double plain() {
    return averages.plain();
  }

  /** The same sessions, compressed without a dictionary. */
  public double deflated() {
    return averages.deflated();
  }

  /** The same sessions, compressed with this dictionary. */
  public double saved() {
    return averages.saved();
  }

  /** Whether the dictionary makes sessions smaller. */
  public boolean isWorthIt() {
    return saved() < plain() && saved() < deflated();
  }
}
