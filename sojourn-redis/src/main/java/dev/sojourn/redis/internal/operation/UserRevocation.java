package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.Retry.Result;
import dev.sojourn.redis.internal.script.ScriptResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Revokes all sessions of a user in batches: first the ids that were read, then those that the
 * script found in the index, until it finds none that was not revoked. That is also the end if the
 * server no longer lets ids be removed from the index. For one call, not thread-safe.
 */
final class UserRevocation {

  /** Whoever keeps logging in cannot keep a logout from ending. */
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final StoreContext context;
  private final String user;
  private final Optional<SessionId> except;
  private final Set<String> revoked = new HashSet<>();
  private List<String> batch = List.of();
  private int count;

  UserRevocation(StoreContext context, String user, Optional<SessionId> except) {
    this.context = context;
    this.user = user;
    this.except = except;
  }

  /** How many sessions have ended. */
  int count() {
    return count;
  }

  /**
   * Revokes these ids and all others; completes with the result of the last batch.
   *
   * @param script revokes a batch
   * @param result the script's result in that of a batch
   */
  <T> CompletionStage<T> run(
      List<String> ids,
      Function<RevokeBatch, CompletionStage<T>> script,
      Function<T, ScriptResult> result) {
    batch = firstOf(ids);
    return Retry.within(TIMEOUT, context.connection(), Backoff.NONE)
        .run(
            attempt ->
                script
                    .apply(RevokeBatch.of(context, user, except, batch))
                    .thenCompose(last -> next(last, result.apply(last))));
  }

  private <T> CompletionStage<Result<T>> next(T last, ScriptResult result) {
    count += (int) result.number();
    revoked.addAll(batch);
    List<String> left = result.texts();
    batch = firstOf(left);
    if (!batch.isEmpty()) {
      return completedStage(
          Result.againOrFail(new StoreUnavailable("the user keeps logging in", null)));
    }
    return left.size() <= RevokeBatch.MOST // then it is all that the index holds
        ? completedStage(Result.answer(last))
        : failedStage(
            new StoreUnavailable("Redis does not remove ended sessions from the index", null));
  }

  private List<String> firstOf(List<String> ids) {
    return ids.stream().filter(id -> !revoked.contains(id)).limit(RevokeBatch.MOST).toList();
  }
}
