package dev.sojourn;

/** What became of an authentication. */
public sealed interface Authenticated permits Opened, LimitReached, NotFound {}
