package dev.sojourn.server;

import dev.sojourn.redis.RedisSessions;
import dev.sojourn.spi.SessionStore;

/**
 * An event loop's own store, and what is closed with it.
 *
 * @param store where the sessions lie
 * @param connections what is closed when the service stops
 */
record Connected(SessionStore store, Runnable connections) {

  static Connected to(RedisSessions sessions) {
    return new Connected(sessions.store(), sessions::close);
  }
}
