package dev.sojourn.spi;

import dev.sojourn.SessionId;
import java.util.concurrent.CompletionStage;

/**
 * Tells of sessions that ended or changed, on whatever server. To publish is the store's, in the
 * step that ends or changes the session. A message is an id and proves nothing: anybody with access
 * to the store can send one, so all that it may do is to make somebody forget. Thread-safe.
 *
 * <p>{@link Listeners} keeps this interface's promises to those who listen.
 */
public interface InvalidationBus {

  /**
   * Begins to tell a listener. It is told on a thread of its own, in order; one that throws or
   * blocks delays nothing and nobody else.
   *
   * @return ends it; closing twice does nothing
   */
  Registration onInvalidated(Listener listener);

  /** What is told. */
  interface Listener {

    /** This session ended or changed; what is kept of it is to be forgotten. */
    void invalidated(SessionId id);

    /**
     * Messages may have been missed, because the connection for them broke or this listener is too
     * slow: whatever is kept of any session is to be forgotten.
     */
    default void missed() {}
  }

  /** A listener that is being told. */
  interface Registration extends AutoCloseable {

    /**
     * Completes when whatever ends from now on will be told. Fails with {@link
     * dev.sojourn.StoreUnavailable} when that cannot be had; then nothing is told, and the listener
     * is to be registered again.
     */
    CompletionStage<Void> active();

    @Override
    void close();
  }
}
