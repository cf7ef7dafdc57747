package dev.sojourn.redis.internal.operation;

/** There is a session under the new id already: the same creation was asked for twice. */
final class IdTaken extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  IdTaken() {
    super("there is a session under this new id already");
  }
}
