package dev.sojourn.server.internal.api;

import java.util.concurrent.CompletionStage;

/** What answers a call, on its event loop: must not block. */
@FunctionalInterface
public interface CallHandler {

  /** The answer; what the stage fails with, or what is thrown, becomes a problem. */
  CompletionStage<HttpAnswer> handle(HttpCall call);
}
