package dev.sojourn.server.internal.observe;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.sojourn.server.internal.api.HttpAnswer;
import dev.sojourn.server.internal.api.HttpCall;
import dev.sojourn.spi.SessionStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The health checks: whether the process is live, and whether its store answers. */
public final class Health {

  private final SessionStore store;
  private final Duration bound;

  /**
   * The health checks of a service over a store.
   *
   * @param bound how long the store may take to answer
   */
  public Health(SessionStore store, Duration bound) {
    this.store = store;
    this.bound = bound;
  }

  /** Answers 200 if the process is running. */
  public CompletionStage<HttpAnswer> live(HttpCall call) {
    return completedFuture(HttpAnswer.state("live"));
  }

  /** Answers 200 if the store answers in time, else 503. */
  public CompletionStage<HttpAnswer> ready(HttpCall call) {
    return store
        .ping()
        .toCompletableFuture()
        .thenApply(answered -> HttpAnswer.state("ready"))
        .completeOnTimeout(HttpAnswer.storeUnavailable(), bound.toMillis(), TimeUnit.MILLISECONDS);
  }
}
