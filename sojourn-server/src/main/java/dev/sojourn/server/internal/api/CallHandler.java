package dev.sojourn.server.internal.api;

import java.util.concurrent.CompletionStage;

/** Handles a call on its event loop; must not block. */
@FunctionalInterface
public interface CallHandler {

  /** Returns the answer. A failed stage or a thrown exception becomes a problem. */
  CompletionStage<HttpAnswer> handle(HttpCall call);
}
