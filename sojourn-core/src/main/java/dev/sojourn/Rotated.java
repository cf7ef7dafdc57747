package dev.sojourn;

/** What became of a rotation. */
public sealed interface Rotated permits Issued, TooManyPending, NotFound {}
