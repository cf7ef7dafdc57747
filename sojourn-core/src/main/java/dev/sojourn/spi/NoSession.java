package dev.sojourn.spi;

/**
 * There is no session to log in with or to rotate: none was there, the shown secret does not open
 * it, or it was revoked at that moment, possibly under its new id.
 */
public record NoSession() implements Admission, Rotation {}
