package dev.sojourn.redis.rig;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.Sessions;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Written;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Threads that use sessions, each its own, call after call, and record the outcome of every call.
 */
public final class Load implements AutoCloseable {

  static final int THREADS = 8;

  private static final long PAUSE_NANOS = 2_000_000;
  private static final long SLEEP_NANOS = 1_000_000;

  private final Sessions sessions;
  private final List<Issued> opened;
  private final Collection<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<SessionId, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Map<SessionId, AtomicInteger> acknowledged = new ConcurrentHashMap<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1);
  private final AtomicLong longestStall = new AtomicLong();
  private volatile boolean stopped;

  /** How a call ended. */
  public enum Outcome {
    FINE,
    UNAVAILABLE,
    NOT_THERE,
    FAILED
  }

  /** A finished call; times are {@link System#nanoTime()}. */
  public record Call(String verb, Outcome outcome, long start, long end) {

    public Duration took() {
      return Duration.ofNanos(end - start);
    }
  }

  private Load(Sessions sessions) {
    this.sessions = sessions;
    this.opened =
        Stream.generate(() -> sessions.create(NewSession.of("ada")).orElseThrow())
            .limit(THREADS)
            .toList();
    pool.execute(this::measureStalls);
    IntStream.range(0, THREADS).forEach(number -> pool.execute(() -> run(number)));
  }

  /** Starts the threads. */
  public static Load on(Sessions sessions) {
    return new Load(sessions);
  }

  public List<Issued> opened() {
    return opened;
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Calls that started and ended within a period. */
  public List<Call> within(long start, long end) {
    return calls.stream().filter(call -> call.start >= start && call.end <= end).toList();
  }

  /** The longest stall of the machine itself: how late a sleeping thread woke up. */
  public Duration longestStall() {
    return Duration.ofNanos(longestStall.get());
  }

  public long count(Outcome outcome) {
    return calls.stream().filter(call -> call.outcome == outcome).count();
  }

  /** The number of changes of a session that were sent, answered or not. */
  public int asked(SessionId id) {
    return count(asked, id);
  }

  /** The number of changes of a session that were acknowledged. */
  public int acknowledged(SessionId id) {
    return count(acknowledged, id);
  }

  @Override
  public void close() {
    stopped = true;
    pool.shutdown();
    try {
      if (!pool.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new AssertionError("a call does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void measureStalls() {
    while (!stopped) {
      long began = System.nanoTime();
      LockSupport.parkNanos(SLEEP_NANOS);
      longestStall.accumulateAndGet(System.nanoTime() - began - SLEEP_NANOS, Math::max);
    }
  }

  private void run(int number) {
    Issued mine = opened.get(number);
    for (int round = 0; !stopped; round++) {
      switch (round % 5) {
        case 0 -> call("change", () -> change(mine.session().id()));
        case 1 -> call("create", () -> sessions.create(NewSession.of("ben")) instanceof Issued);
        case 2 -> call("peek", () -> sessions.peek(mine.token()).isPresent());
        default -> call("access", () -> sessions.access(mine.token()).isPresent());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean change(SessionId id) {
    counter(asked, id).incrementAndGet();
    boolean written = sessions.change(id, changes -> changes.set("a", 1)) instanceof Written;
    if (written) {
      counter(acknowledged, id).incrementAndGet();
    }
    return written;
  }

  private void call(String verb, BooleanSupplier work) {
    long start = System.nanoTime();
    Outcome outcome;
    try {
      outcome = work.getAsBoolean() ? Outcome.FINE : Outcome.NOT_THERE;
    } catch (StoreUnavailable e) {
      outcome = Outcome.UNAVAILABLE;
    } catch (RuntimeException e) {
      outcome = Outcome.FAILED;
    }
    calls.add(new Call(verb, outcome, start, System.nanoTime()));
  }

  private static AtomicInteger counter(Map<SessionId, AtomicInteger> counters, SessionId id) {
    return counters.computeIfAbsent(id, absent -> new AtomicInteger());
  }

  private static int count(Map<SessionId, AtomicInteger> counters, SessionId id) {
    return counter(counters, id).get();
  }

  /** The 99th percentile of the calls' durations. */
  public static Duration p99(Collection<Call> calls) {
    List<Duration> sorted = calls.stream().map(Call::took).sorted().toList();
    return sorted.get(Math.max(0, sorted.size() * 99 / 100 - 1));
  }
}
