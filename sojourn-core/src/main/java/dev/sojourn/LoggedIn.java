package dev.sojourn;

/** The result of {@link Sessions#login}. */
public sealed interface LoggedIn permits Issued, LimitReached, NotFound {}
