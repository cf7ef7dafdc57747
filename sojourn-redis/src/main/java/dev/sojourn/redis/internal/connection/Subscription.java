package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.PubSubConnection.Listener;
import java.util.Collection;
import java.util.Optional;

/**
 * The subscribed connections of a process: one to a server, or one to each primary of a Cluster.
 * Thread-safe.
 *
 * @param <L> who listens to each of them
 */
public interface Subscription<L extends Listener> extends AutoCloseable {

  /** Who listens at the server that serves the key; empty while nobody does. */
  Optional<L> of(String key);

  /** All who listen. */
  Collection<L> all();

  @Override
  void close();
}
