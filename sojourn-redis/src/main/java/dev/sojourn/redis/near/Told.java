package dev.sojourn.redis.near;

import dev.sojourn.SessionId;
import dev.sojourn.spi.InvalidationBus.Listener;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener on a thread of its own, behind a bounded queue: it may throw or block as it likes. One
 * that is too slow is told that it missed something, once it comes back for more.
 */
final class Told {

  private static final Logger LOG = LoggerFactory.getLogger(Told.class);
  private static final int MOST_WAITING = 10_000;

  private final Listener listener;
  private final NearMeters meters;
  private final BlockingQueue<Optional<SessionId>> waiting =
      new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean missed = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closed;

  Told(Listener listener, NearMeters meters) {
    this.listener = listener;
    this.meters = meters;
    this.thread = new Thread(this::tellAll, "sojourn-invalidations");
    thread.setDaemon(true);
    thread.start();
  }

  /** Never blocks. */
  void invalidated(SessionId id) {
    if (!waiting.offer(Optional.of(id))) {
      meters.untold();
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
      LOG.warn("a listener to invalidations failed", e);
    }
  }
}
