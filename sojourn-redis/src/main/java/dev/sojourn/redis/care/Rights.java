package dev.sojourn.redis.care;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.CareNotAllowed;
import dev.sojourn.redis.wire.RedisErrors;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a job must be allowed to do: a first look says in one sentence what is refused. */
public final class Rights {

  private final String job;

  /**
   * Of a job, as the sentence ends.
   *
   * @param job such as {@code which a sweep needs; docs/storage.md has a user for it}
   */
  public Rights(String job) {
    this.job = job;
  }

  /** Completes when that was not refused, or fails with {@link CareNotAllowed}. */
  public CompletionStage<Void> need(String commands, CompletionStage<?> tried) {
    return tried
        .<Void>thenApply(answer -> null)
        .exceptionallyCompose(failure -> refusedOr(failure, commands));
  }

  /** The same of a script that answers what it found refused. */
  public CompletionStage<Void> needAll(CompletionStage<List<String>> refused) {
    return refused
        .exceptionallyCompose(failure -> refusedOr(failure, "EVALSHA and EVAL"))
        .thenCompose(
            names -> names.isEmpty() ? completedStage(null) : refused(String.join(", ", names)));
  }

  private <T> CompletionStage<T> refusedOr(Throwable failure, String commands) {
    return RedisErrors.isCode(failure, "NOPERM")
        ? refused(commands)
        : failedStage(RedisErrors.unwrapped(failure));
  }

  private <T> CompletionStage<T> refused(String commands) {
    return failedStage(
        new CareNotAllowed("the Redis user lacks the right for " + commands + ", " + job));
  }
}
