package dev.sojourn.redis.internal.connection;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds replies back while it is in doubt whether the replies of a client still belong to their
 * commands. Thread-safe.
 */
final class HeldReplies {

  private final List<Runnable> held = new ArrayList<>();
  private volatile int doubts;

  /** Begins to hold replies back; the caller ends that with {@link #release}. */
  synchronized void hold() {
    doubts++;
  }

  /** Keeps the delivery of a reply for later; returns false if there is no doubt. */
  boolean keep(Runnable delivery) {
    return doubts > 0 && add(delivery);
  }

  private synchronized boolean add(Runnable delivery) {
    return doubts > 0 && held.add(delivery);
  }

  /** Ends one doubt. After the last one all replies are delivered, unless one raises another. */
  void release() {
    for (Runnable delivery : released()) {
      if (!keep(delivery)) {
        delivery.run();
      }
    }
  }

  private synchronized List<Runnable> released() {
    doubts--;
    if (doubts > 0) {
      return List.of();
    }
    List<Runnable> all = List.copyOf(held);
    held.clear();
    return all;
  }
}
