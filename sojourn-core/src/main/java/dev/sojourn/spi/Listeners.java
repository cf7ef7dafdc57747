package dev.sojourn.spi;

import dev.sojourn.SessionId;
import dev.sojourn.spi.InvalidationBus.Listener;
import dev.sojourn.spi.InvalidationBus.Registration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who listens to an {@link InvalidationBus}, for those who build one: each listener has a thread
 * and a bounded queue of its own, so to tell them never blocks. Thread-safe.
 */
public final class Listeners implements AutoCloseable {

  private final List<QueuedListener> all = new CopyOnWriteArrayList<>();
  private final Runnable onDropped;

  /**
   * Nobody yet.
   *
   * @param untold is run for each message that a listener was too slow for
   */
  public Listeners(Runnable onDropped) {
    this.onDropped = onDropped;
  }

  /**
   * One more.
   *
   * @param begun when whatever ends will be told
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

  /** Tells all of them of a session that ended or changed. */
  public void invalidated(SessionId id) {
    all.forEach(queuedListener -> queuedListener.invalidated(id));
  }

  /** Tells all of them that messages may have been missed. */
  public void missed() {
    all.forEach(QueuedListener::missed);
  }

  /** Nobody is told anything any more. */
  @Override
  public void close() {
    all.forEach(QueuedListener::close);
    all.clear();
  }
}
