package dev.sojourn;

/** There is no such session: ended, expired, never there, or the token does not open it. */
public record NotFound() implements LoggedIn, Rotated, Saved {}
