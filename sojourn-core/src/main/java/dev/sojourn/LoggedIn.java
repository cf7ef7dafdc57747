package dev.sojourn;

/** The result of a login. */
public sealed interface LoggedIn permits Issued, LimitReached, NotFound {}
