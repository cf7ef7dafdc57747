package dev.sojourn;

/**
 * The change was written.
 *
 * @param session the session as it is now, including concurrent changes
 */
public record Written(Session session) implements Saved {}
