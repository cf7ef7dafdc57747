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

/** One request and its one answer. To be used on its event loop, except where noted. */
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

  /** Records the path that the request matched. */
  void routed(PathTable.Place place) {
    path = place.path();
  }

  /** Records the caller. */
  void authenticated(ServiceKey caller) {
    key = caller.name();
  }

  /** Writes the answer; may be called from any thread. */
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
      return; // the caller has disconnected
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
            method(),
            path,
            key,
            answer.status(),
            Duration.ofNanos(System.nanoTime() - startNanos)));
  }

  /** Starts the stream before writing the beginning, so that no later event is missed. */
  @SuppressWarnings("FutureReturnValueIgnored") // the close handler ends the stream
  private void startStream(Buffer beginning, StreamedAnswer stream) {
    HttpServerResponse response = request.response().setChunked(true);
    stream.start(request);
    if (!response.ended()) {
      response.write(beginning);
    }
  }

  /** For the log and the metrics; a caller can send any method. */
  private String method() {
    return HttpMethods.known(request.method());
  }
}
