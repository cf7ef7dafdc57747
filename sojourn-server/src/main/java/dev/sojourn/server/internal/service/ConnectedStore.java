package dev.sojourn.server.internal.service;

import dev.sojourn.redis.RedisSessions;
import dev.sojourn.spi.SessionStore;
import java.util.function.LongSupplier;

/**
 * The store of an event loop, with its connections.
 *
 * @param store the store
 * @param connections closes the connections of the store
 * @param misroutedReplies how many replies belonged to another command
 */
public record ConnectedStore(
    SessionStore store, Runnable connections, LongSupplier misroutedReplies) {

  /** A store without misrouted replies. */
  public ConnectedStore(SessionStore store, Runnable connections) {
    this(store, connections, () -> 0);
  }

  static ConnectedStore to(RedisSessions sessions) {
    return new ConnectedStore(sessions.store(), sessions::close, sessions::misroutedReplies);
  }
}
