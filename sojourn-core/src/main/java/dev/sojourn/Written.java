package dev.sojourn;

/**
 * The change is in the store.
 *
 * @param session the session as it is now, with the changes of others
 */
public record Written(Session session) implements Saved {}
