package dev.sojourn.redis.rig;

import dev.sojourn.SessionId;

/** Keys as an operator types them, without a namespace. */
public final class Keys {

  private Keys() {}

  /** {@code session:<id>}, or {@code session:{tag}<id>} for an id with a tag. */
  public static String of(SessionId id) {
    return "session:" + id.tag().map(tag -> "{" + tag + "}").orElse("") + id.randomPart();
  }
}
