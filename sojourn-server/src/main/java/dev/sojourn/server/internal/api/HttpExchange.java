package dev.sojourn.server.internal.api;

import dev.sojourn.server.internal.api.RequestObserver.Answered;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;

/** One request on its way to its one answer. Belongs to its event loop. */
final class HttpExchange {

  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private final HttpServerRequest request;
  private final EventLoop loop;
  private final RequestObserver observer;
  private final long startNanos = System.nanoTime();
  private String path = "none";
  private String key = "none";

  HttpExchange(HttpServerRequest request, EventLoop loop, RequestObserver observer) {
    this.request = request;
    this.loop = loop;
    this.observer = observer;
  }

  HttpServerRequest request() {
    return request;
  }

  /** The path leads somewhere. */
  void routed(PathTable.Place place) {
    path = place.path();
  }

  /** The caller is known. */
  void authenticated(ServiceKey caller) {
    key = caller.name();
  }

  /** Answers, from any thread. */
  void answer(HttpAnswer answer) {
    if (loop.inEventLoop()) {
      write(answer);
    } else {
      loop.execute(() -> write(answer));
    }
  }

  private void write(HttpAnswer answer) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      answer.stream().ifPresent(StreamedAnswer::cancel);
      return; // the caller is gone
    }
    response.setStatusCode(answer.status());
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .putHeader(HttpHeaders.CONTENT_TYPE, answer.type())
        .putHeader(HttpHeaders.DATE, HttpDate.now());
    answer.headers().forEach(response::putHeader);
    Buffer body = BufferInternal.buffer(Unpooled.wrappedBuffer(answer.body()));
    answer.stream().ifPresentOrElse(stream -> startStream(body, stream), () -> response.end(body));
    observer.answered(
        new Answered(
            method(), path, key, answer.status(), Duration.ofNanos(System.nanoTime() - startNanos)));
  }

  /** Who reads the beginning is told everything that comes after it, so the stream begins first. */
  @SuppressWarnings("FutureReturnValueIgnored") // who is gone ends the stream
  private void startStream(Buffer beginning, StreamedAnswer stream) {
    HttpServerResponse response = request.response().setChunked(true);
    stream.start(request);
    if (!response.ended()) {
      response.write(beginning);
    }
  }

  /** Anybody can invent methods; the log and the metrics know those of HTTP. */
  private String method() {
    return HttpMethods.known(request.method());
  }
}
