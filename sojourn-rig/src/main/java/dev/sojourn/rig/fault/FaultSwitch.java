package dev.sojourn.rig.fault;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * The faults of a {@link FaultProxy}. A connection has its own, else that of its kind, else that of
 * all connections. Threads that wait for a change are woken. Thread-safe.
 */
final class FaultSwitch {

  private final Map<FaultLink, Fault> own = new WeakHashMap<>();
  private final Map<LinkKind, Fault> kinds = new HashMap<>();
  private Fault general = new Fault.None();

  synchronized void all(Fault fault) {
    general = fault;
    notifyAll();
  }

  synchronized void of(LinkKind kind, Fault fault) {
    kinds.put(kind, fault);
    notifyAll();
  }

  synchronized void clear(LinkKind kind) {
    kinds.remove(kind);
    notifyAll();
  }

  /** A connection was classified as another kind. */
  synchronized void sorted() {
    notifyAll();
  }

  synchronized void of(FaultLink link, Fault fault) {
    own.put(link, fault);
    notifyAll();
  }

  synchronized void clear(FaultLink link) {
    own.remove(link);
    notifyAll();
  }

  synchronized void clear() {
    own.clear();
    kinds.clear();
    all(new Fault.None());
  }

  synchronized Fault of(FaultLink link) {
    return own.getOrDefault(link, kinds.getOrDefault(link.kind(), general));
  }

  /**
   * Takes the fault of the reply to this request, if there is one, so that no other reply has it.
   */
  synchronized Optional<Fault.OfOneReply> take(FaultLink link, String request) {
    if (!(of(link) instanceof Fault.OfOneReply fault) || !request.contains(fault.to())) {
      return Optional.empty();
    }
    if (own.remove(link) == null && kinds.remove(link.kind()) == null) {
      general = new Fault.None();
    }
    return Optional.of(fault);
  }

  /** Waits while exactly this fault is set; returns the next one. */
  synchronized Fault awaitOther(FaultLink link, Fault fault) throws InterruptedException {
    while (of(link).equals(fault)) {
      wait();
    }
    return of(link);
  }

  /** The same with a time limit. */
  synchronized Fault awaitOther(FaultLink link, Fault fault, Duration most)
      throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos();
        left > 0 && of(link).equals(fault);
        left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return of(link);
  }
}
