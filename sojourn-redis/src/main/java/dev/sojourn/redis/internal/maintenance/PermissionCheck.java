package dev.sojourn.redis.internal.maintenance;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.redis.internal.connection.RedisErrors;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a job must be allowed to do: a first look says in one sentence what is refused. */
public final class PermissionCheck {

  private final String job;

  /**
   * Of a job, as the sentence ends.
   *
   * @param job such as {@code which a sweep needs; docs/storage.md has a user for it}
   */
  public PermissionCheck(String job) {
    this.job = job;
  }

  /** Completes when that was not refused, or fails with {@link MaintenanceNotAllowed}. */
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
        new MaintenanceNotAllowed("the Redis user lacks the right for " + commands + ", " + job));
  }
}
