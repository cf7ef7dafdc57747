package dev.sojourn;

/**
 * A session is open to who holds the token: hand it to the client.
 *
 * @param token what the client is to show from now on
 * @param session the session as it is now
 */
public record Issued(SessionToken token, Session session) implements Created, LoggedIn, Rotated {}
