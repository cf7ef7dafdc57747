package dev.sojourn.server.internal.api;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * A client that is told events. What it has not taken yet waits, up to a bound. Belongs to its
 * event loop.
 */
final class EventStream {

  private final HttpServerRequest request;
  private final HttpServerResponse response;

  /** The stream that answers that request. */
  EventStream(HttpServerRequest request, int mostBytesWaiting) {
    this.request = request;
    this.response = request.response();
    response.setWriteQueueMaxSize(mostBytesWaiting);
    response.exceptionHandler(failure -> {}); // that it closes is told too
  }

  /** That is run when the client goes. */
  void onClose(Runnable action) {
    response.closeHandler(closed -> action.run());
  }

  /** Whether less than the bound waits for the client. */
  boolean keepsUp() {
    return !response.writeQueueFull();
  }

  void write(byte[] events) {
    response.write(buffer(events));
  }

  /** Ends it; completes when the client has taken all of it, and fails when it never will. */
  Future<Void> end(byte[] last) {
    return response.end(buffer(last));
  }

  /** Ends it without a word, and whatever else its connection does. */
  void close() {
    request.connection().close();
  }

  private static Buffer buffer(byte[] bytes) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }
}
