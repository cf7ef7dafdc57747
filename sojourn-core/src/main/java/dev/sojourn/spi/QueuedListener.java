package dev.sojourn.spi;

import dev.sojourn.SessionId;
import dev.sojourn.spi.InvalidationBus.Listener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A listener on a thread of its own, behind a bounded queue, so that it may throw or block. When
 * the queue is full messages are dropped, and the listener's next call is {@link Listener#missed}.
 */
final class QueuedListener {

  private static final Logger LOG = System.getLogger(QueuedListener.class.getName());
  private static final int MOST_WAITING = 10_000;

  private final Listener listener;
  private final Runnable onDropped;
  private final BlockingQueue<Optional<SessionId>> waiting =
      new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean missed = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closed;

  QueuedListener(Listener listener, Runnable onDropped) {
    this.listener = listener;
    this.onDropped = onDropped;
    this.thread = new Thread(this::deliver, "sojourn-invalidations");
    thread.setDaemon(true);
    thread.start();
  }

  /** Never blocks. */
  void invalidated(SessionId id) {
    if (!waiting.offer(Optional.of(id))) {
      onDropped.run();
      missed.set(true);
    }
  }

  /** Never blocks. */
  void missed() {
    missed.set(true);
    waiting.offer(Optional.empty()); // wakes the thread; a full queue keeps it awake
  }

  void close() {
    closed = true;
    thread.interrupt();
  }

  private void deliver() {
    try {
      while (!closed) {
        Optional<SessionId> id = waiting.take();
        if (missed.getAndSet(false)) {
          guarded(listener::missed);
        }
        id.ifPresent(ended -> guarded(() -> listener.invalidated(ended)));
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) { // a listener may throw anything; deliver the next message
      LOG.log(Level.WARNING, "an invalidation listener failed", e);
    }
  }
}
