package dev.sojourn.server.internal.service;

import dev.sojourn.redis.RedisSessions;
import dev.sojourn.spi.SessionStore;
import java.util.function.LongSupplier;

/**
 * An event loop's own store, and what is closed with it.
 *
 * @param store where the sessions lie
 * @param connections what is closed when the service stops
 * @param misroutedReplies how often a reply was found that belongs to another question
 */
public record ConnectedStore(
    SessionStore store, Runnable connections, LongSupplier misroutedReplies) {

  /** A store whose replies cannot go astray. */
  public ConnectedStore(SessionStore store, Runnable connections) {
    this(store, connections, () -> 0);
  }

  static ConnectedStore to(RedisSessions sessions) {
    return new ConnectedStore(sessions.store(), sessions::close, sessions::misroutedReplies);
  }
}
