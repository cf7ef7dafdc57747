package dev.sojourn.server.internal.api;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code GET /v1/events} on one event loop, with the streams it has opened. */
public final class EventsApi {

  private static final int MAX_PENDING = 1_000;

  /** How long a client may take to read the last event before its connection is closed. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  private final EventStreams eventStreams;
  private final EventSettings settings;
  private final EventLoop loop;
  private final ScheduledFuture<?> heartbeats;
  private final BlockingQueue<byte[]> pending = new LinkedBlockingQueue<>(MAX_PENDING);
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Set<EventStream> streams = new HashSet<>();
  private final Set<EventStream> closing = new HashSet<>();
  private volatile boolean hasStreams;
  private boolean closed;

  EventsApi(EventStreams eventStreams, EventSettings settings, EventLoop loop) {
    this.eventStreams = eventStreams;
    this.settings = settings;
    this.loop = loop;
    long period = settings.heartbeat().toMillis();
    this.heartbeats =
        loop.scheduleAtFixedRate(
            () -> write(EventTexts.HEARTBEAT), period, period, TimeUnit.MILLISECONDS);
  }

  /** Opens a stream of invalidations: 200, once the subscription is active. */
  public CompletionStage<HttpAnswer> events(HttpCall call) {
    if (!eventStreams.tryAcquire()) {
      return completedFuture(HttpAnswer.of(Problem.tooManyStreams(settings.mostStreams())));
    }
    return eventStreams
        .subscribed()
        .whenComplete(
            (subscribed, failure) -> {
              if (failure != null) {
                eventStreams.release();
              }
            })
        .thenApply(
            subscribed ->
                HttpAnswer.stream(EventTexts.TYPE, EventTexts.LISTENING, new StreamStart()));
  }

  /** Sends an event to all streams; blocks while the event loop is busy with earlier ones. */
  void send(byte[] event) throws InterruptedException {
    if (hasStreams) {
      pending.put(event);
      if (scheduled.compareAndSet(false, true)) {
        loop.execute(this::sendPending);
      }
    }
  }

  /** Ends all streams, from any thread. */
  void close() {
    heartbeats.cancel(false);
    loop.execute(this::endAll);
  }

  private void sendPending() {
    scheduled.set(false);
    List<byte[]> all = new ArrayList<>();
    pending.drainTo(all);
    write(EventTexts.joined(all));
  }

  private void write(byte[] text) {
    for (EventStream stream : List.copyOf(streams)) {
      if (stream.keepsUp()) {
        stream.write(text);
      } else {
        eventStreams.countDropped();
        end(stream, EventTexts.DROPPED, CLOSE_TIMEOUT);
      }
    }
  }

  private void endAll() {
    closed = true;
    closing.forEach(EventStream::close);
    List.copyOf(streams).forEach(stream -> end(stream, NOTHING, SHUTDOWN_TIMEOUT));
  }

  private void end(EventStream stream, byte[] last, Duration timeout) {
    remove(stream);
    closing.add(stream);
    Future<Void> written = stream.end(last);
    ScheduledFuture<?> timer =
        loop.schedule(stream::close, timeout.toMillis(), TimeUnit.MILLISECONDS);
    written.onComplete(
        done -> {
          timer.cancel(false);
          closing.remove(stream);
        });
  }

  private void remove(EventStream stream) {
    if (streams.remove(stream)) {
      hasStreams = !streams.isEmpty();
      eventStreams.release();
    }
  }

  private final class StreamStart implements StreamedAnswer {

    @Override
    public void start(HttpServerRequest request) {
      EventStream stream = new EventStream(request, settings.mostBytesWaiting());
      stream.onClose(() -> remove(stream));
      streams.add(stream);
      hasStreams = true;
      eventStreams.countOpened();
      if (closed) {
        endAll();
      }
    }

    @Override
    public void cancel() {
      eventStreams.release();
    }
  }
}
