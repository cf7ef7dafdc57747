package dev.sojourn;

/**
 * A new token was issued; hand it to the client.
 *
 * @param token the token that the client presents from now on
 * @param session the session as it is now
 */
public record Issued(SessionToken token, Session session) implements Created, LoggedIn, Rotated {}
