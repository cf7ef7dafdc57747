package dev.sojourn;

/**
 * How many sessions a revocation ended; none of them is accepted any more.
 *
 * @param count live sessions ended by this call
 */
public record Ended(int count) {}
