package dev.sojourn.redis.wire;

import dev.sojourn.redis.wire.Subscribed.Listener;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The subscribed connection to one server, or to the primary of a Sentinel group. */
final class SubscribedServer<L extends Listener> implements SubscribedNodes<L> {

  private final L listener;
  private final Optional<L> always;
  private final Runnable closing;

  SubscribedServer(L listener, Runnable closing) {
    this.listener = listener;
    this.always = Optional.of(listener);
    this.closing = closing;
  }

  @Override
  public Optional<L> of(String key) {
    return always;
  }

  @Override
  public Collection<L> all() {
    return List.of(listener);
  }

  @Override
  public void close() {
    listener.ended();
    closing.run();
  }
}
