package dev.sojourn;

/** The result of {@link Sessions#save} and {@link Sessions#change}. */
public sealed interface Saved permits Written, NotFound {}
