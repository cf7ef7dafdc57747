package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.PubSubConnection.Listener;
import java.util.Collection;
import java.util.Optional;

/**
 * The subscribed connections of a process: one to a server, or one to each primary of a Cluster.
 * Thread-safe.
 *
 * @param <L> the listener of each connection
 */
public interface Subscription<L extends Listener> extends AutoCloseable {

  /** The listener of the connection to the key's primary; empty without one. */
  Optional<L> listenerFor(String key);

  /** The listeners of all connections. */
  Collection<L> listeners();

  @Override
  void close();
}
