package dev.sojourn;

/** What became of a change. */
public sealed interface Saved permits Written, NotFound {}
