package dev.sojourn.server.internal.api;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * A client that receives events. Events that it has not read yet are queued, up to a limit. To be
 * used on its event loop only.
 */
final class EventStream {

  private final HttpServerRequest request;
  private final HttpServerResponse response;

  /** The stream that answers a request. */
  EventStream(HttpServerRequest request, int mostBytesWaiting) {
    this.request = request;
    this.response = request.response();
    response.setWriteQueueMaxSize(mostBytesWaiting);
    response.exceptionHandler(failure -> {}); // a close event follows
  }

  /** Runs the action when the connection closes. */
  void onClose(Runnable action) {
    response.closeHandler(closed -> action.run());
  }

  /** Whether the client has fewer bytes pending than the limit. */
  boolean keepsUp() {
    return !response.writeQueueFull();
  }

  void write(byte[] events) {
    response.write(buffer(events));
  }

  /** Ends the stream; completes when everything is written, and fails if it cannot be written. */
  Future<Void> end(byte[] last) {
    return response.end(buffer(last));
  }

  /** Closes the connection at once. */
  void close() {
    request.connection().close();
  }

  private static Buffer buffer(byte[] bytes) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }
}
