package dev.sojourn.redis.internal.operation;

/** A session exists under the new id: the same creation runs twice. */
final class IdTaken extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  IdTaken() {
    super("a session with this new id exists already");
  }
}
