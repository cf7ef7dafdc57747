package dev.sojourn.server.internal.api;

import io.vertx.core.http.HttpServerRequest;

/** An answer that goes on after its beginning, on its event loop. One of the two happens, once. */
interface StreamedAnswer {

  /** Head and beginning are written: what follows is the stream's own. */
  void start(HttpServerRequest request);

  /** The caller went before it was answered. */
  void cancel();
}
