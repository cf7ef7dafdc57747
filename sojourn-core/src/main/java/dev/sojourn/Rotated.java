package dev.sojourn;

/** What became of a rotation. */
public sealed interface Rotated permits Opened, Kept, NotFound {}
