package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.redis.internal.connection.ScriptResult;
import dev.sojourn.redis.internal.lookup.StoreContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs scripts that enforce a limit of sessions per user. A script may access declared keys only,
 * so it is given the ids of the user's index and checks that the index holds no other; if it does,
 * the index is read again after a random pause.
 */
final class LimitEnforcement {

  private static final String NO_LIMIT = "0";

  private final UserIndex userIndex;
  private final Backoff backoff;

  LimitEnforcement(StoreContext context, UserIndex userIndex) {
    this.userIndex = userIndex;
    this.backoff = new Backoff(context.connection());
  }

  /**
   * Runs a script until the index holds no other ids than those it was given; once, without ids,
   * where there is nothing to limit.
   *
   * @param script is given the ids
   * @param indexChanged whether the script's result says that the index holds another id
   * @param full the result if the user has more sessions than a script can count
   */
  <T> CompletionStage<T> run(
      Optional<String> user,
      SessionsPerUser limit,
      Function<List<String>, CompletionStage<T>> script,
      Predicate<T> indexChanged,
      T full) {
    return user.isPresent() && limit.isLimited()
        ? run(user.get(), script, indexChanged, full, 0)
        : script.apply(List.of());
  }

  private <T> CompletionStage<T> run(
      String user,
      Function<List<String>, CompletionStage<T>> script,
      Predicate<T> indexChanged,
      T full,
      int tries) {
    return userIndex
        .idsUpTo(SessionsPerUser.HIGHEST, user)
        .thenCompose(ids -> ids.map(script).orElseGet(() -> completedStage(full)))
        .thenCompose(
            result ->
                indexChanged.test(result)
                    ? backoff.before(tries, () -> run(user, script, indexChanged, full, tries + 1))
                    : completedStage(result));
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
