package dev.sojourn.redis.layout;

/** A value that cannot be read, so its session cannot; told in a few words without the value. */
final class UnreadableValue extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Stored stored;

  UnreadableValue(String why) {
    this(new Stored.Unreadable(why));
  }

  /** One that could be read with a dictionary that is to be fetched. */
  static UnreadableValue without(String dictionary) {
    return new UnreadableValue(new Stored.Locked(dictionary));
  }

  private UnreadableValue(Stored stored) {
    super(stored.toString());
    this.stored = stored;
  }

  /** What its session is. */
  Stored stored() {
    return stored;
  }
}
