package dev.sojourn;

/**
 * There is no such session: it ended or expired, never existed, or the token is not valid for it.
 */
public record NotFound() implements LoggedIn, Rotated, Saved {}
