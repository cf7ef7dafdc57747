package dev.sojourn.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Which fault holds for which connection of a {@link FaultProxy}: its own, else that of its kind,
 * else that of all. Who waits for another is woken when it changes. Thread-safe.
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

  /** A connection turned out to be of another kind. */
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

  /** Whether the answer to this question is to be dropped; then no other is. */
  synchronized boolean takeDrop(FaultLink link, String question) {
    return of(link) instanceof Fault.DropReply drop && question.contains(drop.to()) && take(link);
  }

  /** Whether the answer to this question is to arrive twice; then no other is. */
  synchronized boolean takeRepeat(FaultLink link, String question) {
    return of(link) instanceof Fault.RepeatReply repeat
        && question.contains(repeat.to())
        && take(link);
  }

  /** Whether a number is to arrive before the answer to this question; then no other does. */
  synchronized boolean takeStray(FaultLink link, String question) {
    return of(link) instanceof Fault.StrayNumber stray
        && question.contains(stray.to())
        && take(link);
  }

  private boolean take(FaultLink link) {
    if (own.remove(link) == null && kinds.remove(link.kind()) == null) {
      general = new Fault.None();
    }
    return true;
  }

  /** Waits as long as exactly this fault holds; answers the next one. */
  synchronized Fault awaitOther(FaultLink link, Fault fault) throws InterruptedException {
    while (of(link).equals(fault)) {
      wait();
    }
    return of(link);
  }

  /** The same, at most so long. */
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
