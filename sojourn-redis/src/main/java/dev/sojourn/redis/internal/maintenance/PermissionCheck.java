package dev.sojourn.redis.internal.maintenance;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.redis.internal.connection.RedisErrors;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Checks that the Redis user may run the commands of a job, and names the missing permissions in
 * one sentence otherwise.
 */
public final class PermissionCheck {

  private final String purpose;

  /**
   * The check of a job.
   *
   * @param purpose the end of the sentence, such as {@code which a sweep needs; docs/storage.md has
   *     a user for it}
   */
  public PermissionCheck(String purpose) {
    this.purpose = purpose;
  }

  /**
   * Completes when the attempt was permitted; fails with {@link MaintenanceNotAllowed} if not.
   *
   * @param commands the names of the commands
   * @param attempt the result of trying them
   */
  public CompletionStage<Void> require(String commands, CompletionStage<?> attempt) {
    return attempt
        .<Void>thenApply(answer -> null)
        .exceptionallyCompose(failure -> deniedOr(failure, commands));
  }

  /** The same for a script that tries many commands and returns the names of those denied. */
  public CompletionStage<Void> requireAll(CompletionStage<List<String>> denied) {
    return denied
        .exceptionallyCompose(failure -> deniedOr(failure, "EVALSHA and EVAL"))
        .thenCompose(
            names -> names.isEmpty() ? completedStage(null) : denied(String.join(", ", names)));
  }

  private <T> CompletionStage<T> deniedOr(Throwable failure, String commands) {
    return RedisErrors.isCode(failure, "NOPERM")
        ? denied(commands)
        : failedStage(RedisErrors.unwrapped(failure));
  }

  private <T> CompletionStage<T> denied(String commands) {
    return failedStage(
        new MaintenanceNotAllowed(
            "the Redis user lacks the right for " + commands + ", " + purpose));
  }
}
