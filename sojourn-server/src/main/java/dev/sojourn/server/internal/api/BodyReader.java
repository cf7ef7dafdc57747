package dev.sojourn.server.internal.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request if the route accepts its type and size. A rejected body is
 * discarded, up to a limit.
 */
final class BodyReader {

  /** Maximum size of a body in bytes. */
  static final int MAX_BYTES = 256 * 1024;

  /** A caller that sends more than this after the response loses its connection. */
  private static final int MAX_DISCARDED = 4 * MAX_BYTES;

  private static final byte[] EMPTY = {};

  private final HttpServerRequest request;
  private final Route route;
  private final Consumer<byte[]> onBody;
  private final Consumer<Problem> onProblem;
  private @Nullable Buffer collected;
  private boolean done;

  private BodyReader(
      HttpServerRequest request,
      Route route,
      Consumer<byte[]> onBody,
      Consumer<Problem> onProblem) {
    this.request = request;
    this.route = route;
    this.onBody = onBody;
    this.onProblem = onProblem;
  }

  /**
   * Reads the body.
   *
   * @param onBody called with the complete body
   * @param onProblem called instead, as soon as the body is rejected
   */
  static void read(
      HttpServerRequest request,
      Route route,
      Consumer<byte[]> onBody,
      Consumer<Problem> onProblem) {
    if (request.isEnded()) {
      onBody.accept(EMPTY);
      return;
    }
    new BodyReader(request, route, onBody, onProblem).read();
  }

  /** Discards the rest of a request that has been answered already. */
  static void discard(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.handler(new Discard(request));
    }
  }

  private void read() {
    long contentLength = contentLength();
    if (contentLength > 0) {
      requireMediaType();
      requireAtMost(contentLength);
    }
    if (!done) {
      expectContinue();
      request.handler(this::append).endHandler(end -> finish());
    }
  }

  private void append(Buffer chunk) {
    Buffer before = collected;
    if (before == null) {
      requireMediaType();
    }
    requireAtMost(chunk.length() + (before == null ? 0L : before.length()));
    if (!done) {
      collected = before == null ? chunk : before.appendBuffer(chunk);
    }
  }

  private void finish() {
    if (!done) {
      onBody.accept(collected == null ? EMPTY : collected.getBytes());
    }
  }

  /** Called when there is a body: it must have a media type that the route accepts. */
  private void requireMediaType() {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    boolean isIdentity = encoding == null || encoding.equalsIgnoreCase("identity");
    if (type == null || !route.takes(type) || !isIdentity) {
      refuse(Problem.unsupportedMediaType(route.bodyType()));
    }
  }

  private void requireAtMost(long bytes) {
    if (bytes > MAX_BYTES) {
      refuse(Problem.tooLarge("a body may have at most " + MAX_BYTES + " bytes; send less"));
    }
  }

  private void refuse(Problem problem) {
    if (!done) {
      done = true;
      request.handler(new Discard(request));
      onProblem.accept(problem);
    }
  }

  /** The value of {@code Content-Length}; 0 if there is none. */
  private long contentLength() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length); // the HTTP decoder checked it
  }

  private void expectContinue() {
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }

  /** Counts the bytes received and drops them. */
  private static final class Discard implements Handler<Buffer> {

    private final HttpServerRequest request;
    private long discarded;

    private Discard(HttpServerRequest request) {
      this.request = request;
    }

    @Override
    public void handle(Buffer chunk) {
      discarded += chunk.length();
      if (discarded > MAX_DISCARDED) {
        request.connection().close();
      }
    }
  }
}
