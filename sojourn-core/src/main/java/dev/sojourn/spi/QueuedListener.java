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
 * A listener on a thread of its own, behind a bounded queue: it may throw or block as it likes. One
 * that is too slow is told that it missed something, once it comes back for more.
 */
final class QueuedListener {

  private static final Logger LOG = System.getLogger(QueuedListener.class.getName());
  private static final int MOST_WAITING = 10_000;

  private final Listener listener;
  private final Runnable untold;
  private final BlockingQueue<Optional<SessionId>> waiting =
      new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean missed = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closed;

  QueuedListener(Listener listener, Runnable untold) {
    this.listener = listener;
    this.untold = untold;
    this.thread = new Thread(this::tellAll, "sojourn-invalidations");
    thread.setDaemon(true);
    thread.start();
  }

  /** Never blocks. */
  void invalidated(SessionId id) {
    if (!waiting.offer(Optional.of(id))) {
      untold.run();
      missed.set(true);
    }
  }

  /** Never blocks. */
  void missed() {
    missed.set(true);
    waiting.offer(Optional.empty()); // a full queue needs no waking
  }

  void close() {
    closed = true;
    thread.interrupt();
  }

  private void tellAll() {
    try {
      while (!closed) {
        Optional<SessionId> id = waiting.take();
        if (missed.getAndSet(false)) {
          guarded(listener::missed);
        }
        id.ifPresent(ended -> guarded(() -> listener.invalidated(ended)));
      }
    } catch (InterruptedException e) {
      // It was closed.
    }
  }

  private static void guarded(Runnable told) {
    try {
      told.run();
    } catch (Throwable e) { // whatever a listener throws, the next message is told
      LOG.log(Level.WARNING, "a listener to invalidations failed", e);
    }
  }
}
