package dev.sojourn.server.observe;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.sojourn.server.api.Answer;
import dev.sojourn.server.api.Call;
import dev.sojourn.spi.SessionStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Whether the service lives, and whether its store answers. */
public final class Health {

  private final SessionStore store;
  private final Duration bound;

  /**
   * The health of a service over that store.
   *
   * @param bound how long the store may take to answer
   */
  public Health(SessionStore store, Duration bound) {
    this.store = store;
    this.bound = bound;
  }

  /** The process answers. */
  public CompletionStage<Answer> live(Call call) {
    return completedFuture(Answer.state("live"));
  }

  /** The store answers too. */
  public CompletionStage<Answer> ready(Call call) {
    return store
        .ping()
        .toCompletableFuture()
        .thenApply(answered -> Answer.state("ready"))
        .completeOnTimeout(Answer.storeUnavailable(), bound.toMillis(), TimeUnit.MILLISECONDS);
  }
}
