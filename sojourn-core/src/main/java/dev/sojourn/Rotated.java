package dev.sojourn;

/** The result of {@link Sessions#rotate}. */
public sealed interface Rotated permits Issued, TooManyPending, NotFound {}
