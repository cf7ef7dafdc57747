package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.PubSubConnection.Listener;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The subscribed connection to one server, or to the primary of a Sentinel group. */
final class ServerSubscription<L extends Listener> implements Subscription<L> {

  private final L listener;
  private final Optional<L> present;
  private final Runnable closing;

  ServerSubscription(L listener, Runnable closing) {
    this.listener = listener;
    this.present = Optional.of(listener);
    this.closing = closing;
  }

  @Override
  public Optional<L> listenerFor(String key) {
    return present;
  }

  @Override
  public Collection<L> listeners() {
    return List.of(listener);
  }

  @Override
  public void close() {
    listener.onClosed();
    closing.run();
  }
}
