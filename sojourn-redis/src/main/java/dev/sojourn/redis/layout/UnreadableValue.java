package dev.sojourn.redis.layout;

/** A value that cannot be read, so its session cannot; told in a few words without the value. */
final class UnreadableValue extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableValue(String why) {
    super(why);
  }

  /** What its session is. */
  Stored stored() {
    return new Stored.Unreadable(String.valueOf(getMessage()));
  }
}
