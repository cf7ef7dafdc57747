package dev.sojourn.redis.internal.operation;

import static dev.sojourn.redis.internal.retry.Retry.Result.answer;
import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.Retry.Result;
import dev.sojourn.redis.internal.script.ScriptResult;
import dev.sojourn.redis.internal.script.ScriptResult.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Runs scripts that enforce a limit of sessions per user. A script may access declared keys only,
 * so it is given the ids of the user's index and checks that the index holds no other; if it does,
 * the index is read again after a random pause.
 */
final class LimitEnforcement {

  private static final String NO_LIMIT = "0";
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(1), 2, Duration.ofMillis(64));

  /** Far more than hundreds of simultaneous logins of one user need. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final UserIndex userIndex;
  private final Retry retry;

  LimitEnforcement(StoreContext context, UserIndex userIndex) {
    this.userIndex = userIndex;
    this.retry = Retry.within(TIMEOUT, context.connection(), PAUSES);
  }

  /**
   * Runs a script until the index holds no other ids than those it was given; with no ids where
   * there is nothing to limit.
   *
   * @param script is given the ids
   * @param status the word of the script's answer
   * @param full the result if the user has more sessions than a script can count
   */
  <T> CompletionStage<T> run(
      Optional<String> user,
      SessionsPerUser limit,
      Function<List<String>, CompletionStage<T>> script,
      Function<T, Status> status,
      T full) {
    return retry.run(
        attempt ->
            declared(user.filter(any -> limit.isLimited()))
                .thenCompose(ids -> ids.map(script).orElseGet(() -> completedStage(full)))
                .thenApply(
                    result -> status.apply(result) == Status.CHANGED ? again() : answer(result)));
  }

  /** The ids that the script must know, or empty if they are too many. */
  private CompletionStage<Optional<List<String>>> declared(Optional<String> limited) {
    return limited
        .map(user -> userIndex.idsUpTo(SessionsPerUser.HIGHEST, user))
        .orElseGet(() -> completedStage(Optional.of(List.of())));
  }

  private static <T> Result<T> again() {
    return Result.againOrFail(
        new StoreUnavailable("the user's sessions changed too often to count them", null));
  }

  /** The limit as scripts take it: the number of sessions, and what to do when it is reached. */
  static List<String> args(SessionsPerUser limit) {
    return List.of(
        limit.isLimited() ? Integer.toString(limit.most()) : NO_LIMIT,
        limit.atLimit() == AtLimit.REFUSE ? "refuse" : "end");
  }

  /** The sessions that a script ended to keep the limit. */
  static List<SessionId> displaced(ScriptResult result) {
    return result.texts().stream().flatMap(text -> SessionId.parse(text).stream()).toList();
  }
}
