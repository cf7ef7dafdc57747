package dev.sojourn.spi;

import dev.sojourn.SessionId;
import dev.sojourn.spi.InvalidationBus.Listener;
import dev.sojourn.spi.InvalidationBus.Registration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The listeners of an {@link InvalidationBus}, for implementations of one. Each listener has a
 * thread and a bounded queue of its own, so publishing never blocks. Thread-safe.
 */
public final class Listeners implements AutoCloseable {

  private final List<QueuedListener> all = new CopyOnWriteArrayList<>();
  private final Runnable onDropped;

  /**
   * No listeners yet.
   *
   * @param onDropped runs for each message that is dropped because a listener is too slow
   */
  public Listeners(Runnable onDropped) {
    this.onDropped = onDropped;
  }

  /**
   * Adds a listener.
   *
   * @param active completes once the subscription is active
   */
  public Registration add(Listener listener, CompletionStage<Void> active) {
    QueuedListener queuedListener = new QueuedListener(listener, onDropped);
    all.add(queuedListener);
    return new Registration() {
      @Override
      public CompletionStage<Void> active() {
        return active;
      }

      @Override
      public void close() {
        all.remove(queuedListener);
        queuedListener.close();
      }
    };
  }

  /** Passes the id of a session that ended or changed to every listener. */
  public void invalidated(SessionId id) {
    all.forEach(queuedListener -> queuedListener.invalidated(id));
  }

  /** Tells every listener that messages may have been missed. */
  public void missed() {
    all.forEach(QueuedListener::missed);
  }

  /** Removes all listeners. */
  @Override
  public void close() {
    all.forEach(QueuedListener::close);
    all.clear();
  }
}
