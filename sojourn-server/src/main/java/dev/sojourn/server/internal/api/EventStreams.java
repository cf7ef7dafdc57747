package dev.sojourn.server.internal.api;

import static java.util.function.Function.identity;

import dev.sojourn.SessionId;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.InvalidationBus.Listener;
import dev.sojourn.spi.InvalidationBus.Registration;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The streams of events of a process, fed by one listener to the invalidations, which begins to
 * listen with the first stream. Thread-safe.
 */
public final class EventStreams implements AutoCloseable {

  private final InvalidationBus bus;
  private final EventSettings settings;
  private final List<EventsApi> loops = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder opened = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private @Nullable Registration registration;

  /** Streams of what that bus tells. */
  public EventStreams(InvalidationBus bus, EventSettings settings) {
    this.bus = bus;
    this.settings = settings;
  }

  /** Streams as they are by default. */
  public static EventStreams of(InvalidationBus bus) {
    return new EventStreams(bus, EventSettings.DEFAULT);
  }

  /** The call on one event loop. */
  public EventsApi on(EventLoop loop) {
    EventsApi api = new EventsApi(this, settings, loop);
    loops.add(api);
    return api;
  }

  /** How many streams there are. */
  public int open() {
    return open.get();
  }

  /** How many have begun. */
  public long opened() {
    return opened.sum();
  }

  /** How many were dropped, for their clients read too slowly. */
  public long dropped() {
    return dropped.sum();
  }

  /** Ends all streams, and every one that is to begin yet. */
  @Override
  public synchronized void close() {
    if (registration != null) {
      registration.close();
    }
    loops.forEach(EventsApi::close);
  }

  /** Whether there may be one more stream, which is counted from now on until it is gone. */
  boolean admit() {
    boolean fits = open.incrementAndGet() <= settings.mostStreams();
    if (!fits) {
      gone();
    }
    return fits;
  }

  void begun() {
    opened.increment();
  }

  void gone() {
    open.decrementAndGet();
  }

  void isDropped() {
    dropped.increment();
  }

  /** Completes when whatever ends will be told; connecting may take a while, so elsewhere. */
  CompletionStage<Void> listening() {
    return CompletableFuture.supplyAsync(this::listen).thenCompose(identity());
  }

  private synchronized CompletionStage<Void> listen() {
    Registration current = registration;
    if (current == null || hasFailed(current)) {
      if (current != null) {
        current.close();
      }
      current = bus.onInvalidated(new Telling());
      registration = current;
    }
    return current.active();
  }

  private static boolean hasFailed(Registration registration) {
    return registration.active().toCompletableFuture().isCompletedExceptionally();
  }

  /** Waits while an event loop is busy: then the bus tells of what was missed. */
  private final class Telling implements Listener {

    @Override
    public void invalidated(SessionId id) {
      tell(EventTexts.invalidated(id));
    }

    @Override
    public void missed() {
      tell(EventTexts.MISSED);
    }

    private void tell(byte[] event) {
      try {
        for (EventsApi loop : loops) {
          loop.tell(event);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody listens any more
      }
    }
  }
}
