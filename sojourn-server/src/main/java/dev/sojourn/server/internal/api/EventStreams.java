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
 * The event streams of a process. One listener feeds them all; it subscribes to the invalidations
 * when the first stream starts. Thread-safe.
 */
public final class EventStreams implements AutoCloseable {

  private final InvalidationBus bus;
  private final EventSettings settings;
  private final List<EventsApi> loops = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder opened = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private @Nullable Registration registration;

  /** Streams the invalidations of a bus. */
  public EventStreams(InvalidationBus bus, EventSettings settings) {
    this.bus = bus;
    this.settings = settings;
  }

  /** Streams the invalidations of a bus, with the default settings. */
  public static EventStreams of(InvalidationBus bus) {
    return new EventStreams(bus, EventSettings.DEFAULT);
  }

  /** The API on one event loop. */
  public EventsApi on(EventLoop loop) {
    EventsApi api = new EventsApi(this, settings, loop);
    loops.add(api);
    return api;
  }

  /** The number of open streams. */
  public int open() {
    return open.get();
  }

  /** The number of streams opened so far. */
  public long opened() {
    return opened.sum();
  }

  /** The number of streams dropped because the client read too slowly. */
  public long dropped() {
    return dropped.sum();
  }

  /** Ends all streams, including those that are still starting. */
  @Override
  public synchronized void close() {
    if (registration != null) {
      registration.close();
    }
    loops.forEach(EventsApi::close);
  }

  /** Reserves a place for one more stream; false if the limit is reached. */
  boolean tryAcquire() {
    boolean fits = open.incrementAndGet() <= settings.mostStreams();
    if (!fits) {
      release();
    }
    return fits;
  }

  void countOpened() {
    opened.increment();
  }

  void release() {
    open.decrementAndGet();
  }

  void countDropped() {
    dropped.increment();
  }

  /** Completes once the subscription is active. Connecting may block, so another thread does it. */
  CompletionStage<Void> subscribed() {
    return CompletableFuture.supplyAsync(this::subscribe).thenCompose(identity());
  }

  private synchronized CompletionStage<Void> subscribe() {
    Registration current = registration;
    if (current == null || hasFailed(current)) {
      if (current != null) {
        current.close();
      }
      current = bus.onInvalidated(new Broadcast());
      registration = current;
    }
    return current.active();
  }

  private static boolean hasFailed(Registration registration) {
    return registration.active().toCompletableFuture().isCompletedExceptionally();
  }

  /** Blocks while an event loop is busy; the bus then reports the messages that were missed. */
  private final class Broadcast implements Listener {

    @Override
    public void invalidated(SessionId id) {
      send(EventTexts.invalidated(id));
    }

    @Override
    public void missed() {
      send(EventTexts.MISSED);
    }

    private void send(byte[] event) {
      try {
        for (EventsApi loop : loops) {
          loop.send(event);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the bus is closing
      }
    }
  }
}
