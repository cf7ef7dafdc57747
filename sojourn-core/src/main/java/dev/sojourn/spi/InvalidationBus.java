package dev.sojourn.spi;

import dev.sojourn.SessionId;
import java.util.concurrent.CompletionStage;

/**
 * Delivers the ids of sessions that ended or changed, on any server. The store publishes them, in
 * the same step that ends or changes the session. A message is not proof: anyone with access to the
 * store can send one, so a listener may only drop what it has cached. Thread-safe.
 *
 * <p>{@link Listeners} helps to implement it.
 */
public interface InvalidationBus {

  /**
   * Subscribes a listener. It is called on a thread of its own, in order; a listener that throws or
   * blocks affects no other.
   *
   * @return the subscription; close it to unsubscribe. Closing it twice has no effect
   */
  Registration onInvalidated(Listener listener);

  /** Receives invalidation messages. */
  interface Listener {

    /** This session ended or changed; drop what is cached of it. */
    void invalidated(SessionId id);

    /**
     * Messages may have been missed, because their connection broke or this listener is too slow;
     * drop what is cached of any session.
     */
    default void missed() {}
  }

  /** The subscription of a listener. */
  interface Registration extends AutoCloseable {

    /**
     * Completes once the subscription is active. Fails with {@link dev.sojourn.StoreUnavailable} if
     * it cannot be activated; the listener then receives nothing and must be registered again.
     */
    CompletionStage<Void> active();

    @Override
    void close();
  }
}
