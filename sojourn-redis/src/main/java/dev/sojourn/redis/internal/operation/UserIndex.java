package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.ScanPage;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.Retry.Result;
import dev.sojourn.redis.internal.script.ScriptResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
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

  /** About how many ids a page has; one with fewer ids is read with one command. */
  private static final int PAGE = 500;

  /** How long an index is pruned before a login within a limit. */
  private static final Duration PRUNING = Duration.ofSeconds(10);

  private final StoreContext context;

  UserIndex(StoreContext context) {
    this.context = context;
  }

  /** The first page of the index, see {@link #page}; a small index has no other. */
  CompletionStage<ScanPage> firstPage(String user) {
    return page(user, ScanPage.BEGINNING);
  }

  /** A page of the index: some hundred ids, in no order. An id may appear on several pages. */
  CompletionStage<ScanPage> page(String user, String cursor) {
    return ifOfAnotherType(
        ScanPage.NONE, context.connection().membersPage(context.keys().index(user), cursor, PAGE));
  }

  /** Up to {@code most} different ids, in no order. */
  CompletionStage<List<String>> someIds(String user, int most) {
    return ifOfAnotherType(
        List.of(), context.connection().someMembers(context.keys().index(user), most));
  }

  /**
   * All ids if there are at most {@code most}, else empty. An index with more is pruned before it
   * counts as too large.
   */
  CompletionStage<Optional<List<String>>> idsUpTo(int most, String user) {
    return Retry.within(PRUNING, context.connection(), Backoff.NONE)
        .run(
            attempt ->
                someIds(user, most + 1)
                    .thenCompose(
                        ids ->
                            ids.size() <= most
                                ? completedStage(Result.answer(Optional.of(ids)))
                                : pruneAndAskAgain(user, ids)));
  }

  private CompletionStage<Result<Optional<List<String>>>> pruneAndAskAgain(
      String user, List<String> ids) {
    return prune(user, ids)
        .thenApply(
            removed ->
                removed == 0
                    ? Result.answer(Optional.empty())
                    : Result.againOrFail(
                        new StoreUnavailable(
                            "the user's index has too many ids without a session", null)));
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

  private static <T> CompletionStage<T> ifOfAnotherType(T empty, CompletionStage<T> read) {
    return read.exceptionallyCompose(
        failure -> {
          if (RedisErrors.isCode(failure, "WRONGTYPE")) {
            LOG.log(
                Level.WARNING,
                "a user's index is a key of another type; the user's next touch replaces it");
            return completedStage(empty);
          }
          return failedStage(RedisErrors.unwrapped(failure));
        });
  }
}
