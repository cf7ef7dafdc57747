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

/** The call {@code GET /v1/events} on one event loop, and the streams that it began. */
public final class EventsApi {

  private static final int MOST_WAITING = 1_000;

  /** How long a client may take for the last event before its connection is closed. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final Duration LAST_FAREWELL = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  private final EventStreams eventStreams;
  private final EventSettings settings;
  private final EventLoop loop;
  private final ScheduledFuture<?> beating;
  private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Set<EventStream> streams = new HashSet<>();
  private final Set<EventStream> leaving = new HashSet<>();
  private volatile boolean isHeard;
  private boolean closed;

  EventsApi(EventStreams eventStreams, EventSettings settings, EventLoop loop) {
    this.eventStreams = eventStreams;
    this.settings = settings;
    this.loop = loop;
    long period = settings.heartbeat().toMillis();
    this.beating =
        loop.scheduleAtFixedRate(
            () -> write(EventTexts.HEARTBEAT), period, period, TimeUnit.MILLISECONDS);
  }

  /** Begins to tell what ends or changes: 200, once whatever ends from then on will be told. */
  public CompletionStage<HttpAnswer> stream(HttpCall call) {
    if (!eventStreams.admit()) {
      return completedFuture(HttpAnswer.of(Problem.tooManyStreams(settings.mostStreams())));
    }
    return eventStreams
        .listening()
        .whenComplete(
            (begun, failure) -> {
              if (failure != null) {
                eventStreams.gone();
              }
            })
        .thenApply(
            begun -> HttpAnswer.stream(EventTexts.TYPE, EventTexts.LISTENING, new Beginning()));
  }

  /** Tells all streams; waits while the event loop is busy with earlier events. */
  void tell(byte[] event) throws InterruptedException {
    if (isHeard) {
      waiting.put(event);
      if (woken.compareAndSet(false, true)) {
        loop.execute(this::tellWaiting);
      }
    }
  }

  /** Ends all streams, from any thread. */
  void close() {
    beating.cancel(false);
    loop.execute(this::endAll);
  }

  private void tellWaiting() {
    woken.set(false);
    List<byte[]> all = new ArrayList<>();
    waiting.drainTo(all);
    write(EventTexts.joined(all));
  }

  private void write(byte[] text) {
    for (EventStream stream : List.copyOf(streams)) {
      if (stream.keepsUp()) {
        stream.write(text);
      } else {
        eventStreams.isDropped();
        leave(stream, EventTexts.DROPPED, FAREWELL);
      }
    }
  }

  private void endAll() {
    closed = true;
    leaving.forEach(EventStream::cut);
    List.copyOf(streams).forEach(stream -> leave(stream, NOTHING, LAST_FAREWELL));
  }

  private void leave(EventStream stream, byte[] last, Duration patience) {
    gone(stream);
    leaving.add(stream);
    Future<Void> taken = stream.end(last);
    ScheduledFuture<?> cut = loop.schedule(stream::cut, patience.toMillis(), TimeUnit.MILLISECONDS);
    taken.onComplete(
        done -> {
          cut.cancel(false);
          leaving.remove(stream);
        });
  }

  private void gone(EventStream stream) {
    if (streams.remove(stream)) {
      isHeard = !streams.isEmpty();
      eventStreams.gone();
    }
  }

  private final class Beginning implements StreamedAnswer {

    @Override
    public void begin(HttpServerRequest request) {
      EventStream stream = new EventStream(request, settings.mostBytesWaiting());
      stream.onGone(() -> gone(stream));
      streams.add(stream);
      isHeard = true;
      eventStreams.begun();
      if (closed) {
        endAll();
      }
    }

    @Override
    public void isUnwanted() {
      eventStreams.gone();
    }
  }
}
