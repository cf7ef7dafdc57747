package dev.sojourn;

import dev.sojourn.spi.Secrets;

/**
 * No new secret was issued, because {@value Secrets#MOST_PENDING} issued ones were not used yet;
 * the presented token stays valid.
 *
 * @param session the session as it is now
 */
public record TooManyPending(Session session) implements Rotated {}
