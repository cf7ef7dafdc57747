package dev.sojourn.server.internal.api;

import io.vertx.core.http.HttpServerRequest;

/** The rest of a streamed answer. On its event loop, one of the two methods is called, once. */
interface StreamedAnswer {

  /** The caller is connected: from now on the stream writes to the response. */
  void start(HttpServerRequest request);

  /** The caller disconnected before the answer. */
  void cancel();
}
