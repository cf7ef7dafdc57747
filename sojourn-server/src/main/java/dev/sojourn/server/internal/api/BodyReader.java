package dev.sojourn.server.internal.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request's body, as long as it is one that the route takes. What is not read is
 * discarded, up to a bound.
 */
final class BodyReader {

  /** Most bytes of a body. */
  static final int MOST_BYTES = 256 * 1024;

  /** A caller who sends on after the answer is listened to so long, then the connection closes. */
  private static final int MOST_DISCARDED = 4 * MOST_BYTES;

  private static final byte[] EMPTY = {};

  private final HttpServerRequest request;
  private final Route route;
  private final Consumer<byte[]> whole;
  private final Consumer<Problem> refused;
  private @Nullable Buffer collected;
  private boolean over;

  private BodyReader(
      HttpServerRequest request, Route route, Consumer<byte[]> whole, Consumer<Problem> refused) {
    this.request = request;
    this.route = route;
    this.whole = whole;
    this.refused = refused;
  }

  /**
   * Reads the body.
   *
   * @param whole is given the bytes, once they are all there
   * @param refused is given the problem instead, at once
   */
  static void read(
      HttpServerRequest request, Route route, Consumer<byte[]> whole, Consumer<Problem> refused) {
    if (request.isEnded()) {
      whole.accept(EMPTY);
      return;
    }
    new BodyReader(request, route, whole, refused).read();
  }

  /** Discards what is still to come of a request that is answered already. */
  static void discard(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.handler(new Discard(request));
    }
  }

  private void read() {
    long announced = announced();
    if (announced > 0) {
      begin();
      requireAtMost(announced);
    }
    if (!over) {
      expectContinue();
      request.handler(this::take).endHandler(end -> finish());
    }
  }

  private void take(Buffer chunk) {
    Buffer before = collected;
    if (before == null) {
      begin();
    }
    requireAtMost(chunk.length() + (before == null ? 0L : before.length()));
    if (!over) {
      collected = before == null ? chunk : before.appendBuffer(chunk);
    }
  }

  private void finish() {
    if (!over) {
      whole.accept(collected == null ? EMPTY : collected.getBytes());
    }
  }

  /** There is a body, so it must be of a type that is taken. */
  private void begin() {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    boolean isPlain = encoding == null || encoding.equalsIgnoreCase("identity");
    if (type == null || !route.takes(type) || !isPlain) {
      refuse(Problem.unsupportedMediaType(route.bodyType()));
    }
  }

  private void requireAtMost(long bytes) {
    if (bytes > MOST_BYTES) {
      refuse(Problem.tooLarge("a body may have at most " + MOST_BYTES + " bytes; send less"));
    }
  }

  private void refuse(Problem problem) {
    if (!over) {
      over = true;
      request.handler(new Discard(request));
      refused.accept(problem);
    }
  }

  /** The bytes announced; 0 when there is no telling. */
  private long announced() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length); // the HTTP decoder checked it
  }

  private void expectContinue() {
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }

  /** Counts what comes and keeps nothing. */
  private static final class Discard implements Handler<Buffer> {

    private final HttpServerRequest request;
    private long discarded;

    private Discard(HttpServerRequest request) {
      this.request = request;
    }

    @Override
    public void handle(Buffer chunk) {
      discarded += chunk.length();
      if (discarded > MOST_DISCARDED) {
        request.connection().close();
      }
    }
  }
}
