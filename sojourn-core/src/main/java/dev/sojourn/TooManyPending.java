package dev.sojourn;

import dev.sojourn.spi.Secrets;

/**
 * No new secret was handed out, for {@value Secrets#MOST_PENDING} are waiting to be shown first;
 * the token that asked stays good.
 *
 * @param session the session as it is now
 */
public record TooManyPending(Session session) implements Rotated {}
