package dev.sojourn.redis.internal.layout;

/** Thrown for a value that cannot be read, which makes its session unreadable. */
final class UnreadableValue extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient StoredSession storedSession;

  UnreadableValue(String why) {
    this(new StoredSession.Unreadable(why));
  }

  /** A value that needs a dictionary which is not loaded yet. */
  static UnreadableValue without(String dictionary) {
    return new UnreadableValue(new StoredSession.NeedsDictionary(dictionary));
  }

  private UnreadableValue(StoredSession storedSession) {
    super(storedSession.toString());
    this.storedSession = storedSession;
  }

  /** The result for the session. */
  StoredSession stored() {
    return storedSession;
  }
}
