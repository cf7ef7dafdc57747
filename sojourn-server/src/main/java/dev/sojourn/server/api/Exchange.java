package dev.sojourn.server.api;

import dev.sojourn.server.api.Observer.Answered;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;

/** One request on its way to its one answer. Belongs to its event loop. */
final class Exchange {

  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private final HttpServerRequest request;
  private final EventLoop loop;
  private final Observer observer;
  private final long begun = System.nanoTime();
  private String path = "none";
  private String key = "none";

  Exchange(HttpServerRequest request, EventLoop loop, Observer observer) {
    this.request = request;
    this.loop = loop;
    this.observer = observer;
  }

  HttpServerRequest request() {
    return request;
  }

  /** The path leads somewhere. */
  void leadsTo(Paths.Place place) {
    path = place.path();
  }

  /** The caller is known. */
  void isBy(ServiceKey caller) {
    key = caller.name();
  }

  /** Answers, from any thread. */
  void answer(Answer answer) {
    if (loop.inEventLoop()) {
      write(answer);
    } else {
      loop.execute(() -> write(answer));
    }
  }

  private void write(Answer answer) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      answer.stream().ifPresent(Streamed::isUnwanted);
      return; // the caller is gone
    }
    response.setStatusCode(answer.status());
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .putHeader(HttpHeaders.CONTENT_TYPE, answer.type())
        .putHeader(HttpHeaders.DATE, HttpDate.now());
    answer.headers().forEach(response::putHeader);
    Buffer body = BufferInternal.buffer(Unpooled.wrappedBuffer(answer.body()));
    answer.stream().ifPresentOrElse(stream -> begin(body, stream), () -> response.end(body));
    observer.answered(
        new Answered(
            method(), path, key, answer.status(), Duration.ofNanos(System.nanoTime() - begun)));
  }

  /** Who reads the beginning is told everything that comes after it, so the stream begins first. */
  @SuppressWarnings("FutureReturnValueIgnored") // who is gone ends the stream
  private void begin(Buffer beginning, Streamed stream) {
    HttpServerResponse response = request.response().setChunked(true);
    stream.begin(request);
    if (!response.ended()) {
      response.write(beginning);
    }
  }

  /** Anybody can invent methods; the log and the metrics know those of HTTP. */
  private String method() {
    return Methods.known(request.method());
  }
}
