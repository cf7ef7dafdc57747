package dev.sojourn.redis.internal.layout;

/** A value that cannot be read, so its session cannot; told in a few words without the value. */
final class UnreadableValue extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient StoredSession storedSession;

  UnreadableValue(String why) {
    this(new StoredSession.Unreadable(why));
  }

  /** One that could be read with a dictionary that is to be fetched. */
  static UnreadableValue without(String dictionary) {
    return new UnreadableValue(new StoredSession.NeedsDictionary(dictionary));
  }

  private UnreadableValue(StoredSession storedSession) {
    super(storedSession.toString());
    this.storedSession = storedSession;
  }

  /** What its session is. */
  StoredSession stored() {
    return storedSession;
  }
}
