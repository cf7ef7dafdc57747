package dev.sojourn;

/**
 * The user has the most sessions allowed, and one more is refused; nothing was changed.
 *
 * @param limit the limit that was met
 */
public record LimitReached(SessionsPerUser limit) implements Created, LoggedIn {}
