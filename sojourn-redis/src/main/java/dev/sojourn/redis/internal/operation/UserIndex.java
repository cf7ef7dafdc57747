package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.script.ScriptResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A user's index, the set {@code user:<user>:sessions}: reads its ids and prunes those without a
 * session. Only scripts add ids. A key of another type counts as an empty index, until the next
 * touch or creation replaces it.
 */
final class UserIndex {

  private static final Logger LOG = System.getLogger(UserIndex.class.getName());

  private final StoreContext context;

  UserIndex(StoreContext context) {
    this.context = context;
  }

  /** All ids, in no order. */
  CompletionStage<List<String>> ids(String user) {
    return emptyIfOfAnotherType(context.connection().members(context.keys().index(user)));
  }

  /** Up to {@code most} different ids, in no order. */
  CompletionStage<List<String>> someIds(String user, int most) {
    return emptyIfOfAnotherType(context.connection().someMembers(context.keys().index(user), most));
  }

  /**
   * All ids if there are at most {@code most}, else empty. An index with more is pruned before it
   * counts as too large.
   */
  CompletionStage<Optional<List<String>>> idsUpTo(int most, String user) {
    return idsUpTo(most, user, true);
  }

  private CompletionStage<Optional<List<String>>> idsUpTo(int most, String user, boolean mayPrune) {
    return someIds(user, most + 1)
        .thenCompose(
            ids -> {
              if (ids.size() <= most) {
                return completedStage(Optional.of(ids));
              }
              return mayPrune
                  ? prune(user, ids).thenCompose(removed -> idsUpTo(most, user, removed > 0))
                  : completedStage(Optional.empty());
            });
  }

  /** Removes those of the ids that have no session; returns how many it removed. */
  CompletionStage<Long> prune(String user, List<String> ids) {
    List<String> keys = new ArrayList<>(List.of(context.keys().index(user)));
    keys.addAll(context.keysOf(user, ids));
    return context
        .connection()
        .run(OperationScripts.PRUNE, keys, ids)
        .thenApply(ScriptResult::number);
  }

  private static CompletionStage<List<String>> emptyIfOfAnotherType(
      CompletionStage<List<String>> ids) {
    return ids.exceptionallyCompose(
        failure -> {
          if (RedisErrors.isCode(failure, "WRONGTYPE")) {
            LOG.log(
                Level.WARNING,
                "a user's index is a key of another type; the user's next touch replaces it");
            return completedStage(List.of());
          }
          return failedStage(RedisErrors.unwrapped(failure));
        });
  }
}
