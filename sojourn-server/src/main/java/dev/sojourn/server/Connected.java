package dev.sojourn.server;

import dev.sojourn.redis.RedisSessions;
import dev.sojourn.spi.SessionStore;
import java.util.function.LongSupplier;

/**
 * An event loop's own store, and what is closed with it.
 *
 * @param store where the sessions lie
 * @param connections what is closed when the service stops
 * @param repliesAstray how often a reply was found that belongs to another question
 */
record Connected(SessionStore store, Runnable connections, LongSupplier repliesAstray) {

  /** A store whose replies cannot go astray. */
  Connected(SessionStore store, Runnable connections) {
    this(store, connections, () -> 0);
  }

  static Connected to(RedisSessions sessions) {
    return new Connected(sessions.store(), sessions::close, sessions::repliesAstray);
  }
}
