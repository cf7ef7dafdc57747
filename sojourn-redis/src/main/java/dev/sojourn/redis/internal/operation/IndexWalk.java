package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.ScanPage;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.ReadScope;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.SessionRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One walk over the sessions in a user's index, in windows: each is sent after the last one was
 * answered. Stale ids are pruned in the background. For one call, not thread-safe.
 */
final class IndexWalk {

  /** How many sessions are read with one flush; other operations wait behind it. */
  static final int WINDOW = 64;

  /** A value and its TTL. */
  private static final int COMMANDS_PER_SESSION = 2;

  private final StoreContext context;
  private final UserIndex userIndex;
  private final CommandBudget budget;
  private final String user;
  private final ReadScope scope;
  private final Map<SessionId, SessionRecord> live = new LinkedHashMap<>(); // a scan may repeat ids

  IndexWalk(
      StoreContext context,
      UserIndex userIndex,
      CommandBudget budget,
      String user,
      ReadScope scope) {
    this.context = context;
    this.userIndex = userIndex;
    this.budget = budget;
    this.user = user;
    this.scope = scope;
  }

  /** Reads the sessions of a page and of all pages after it; completes with the live ones. */
  CompletionStage<Collection<SessionRecord>> from(ScanPage page) {
    return readFrom(page.found(), 0)
        .thenCompose(
            done ->
                page.isLast()
                    ? completedStage(live.values())
                    : userIndex.page(user, page.next()).thenCompose(this::from));
  }

  private CompletionStage<Void> readFrom(List<String> ids, int begin) {
    if (begin >= ids.size()) {
      return completedStage(null);
    }
    int window = Math.min(WINDOW, budget.most() / COMMANDS_PER_SESSION);
    int end = Math.min(begin + window, ids.size());
    return read(ids.subList(begin, end)).thenCompose(done -> readFrom(ids, end));
  }

  private CompletionStage<Void> read(List<String> ids) {
    Map<SessionId, String> keys = new LinkedHashMap<>();
    for (String id : ids) {
      SessionId.parse(id)
          .ifPresent(
              parsed -> context.keys().session(parsed).ifPresent(key -> keys.put(parsed, key)));
    }
    return budget
        .run(COMMANDS_PER_SESSION * keys.size(), () -> context.lookup().findAll(keys, scope))
        .thenAccept(results -> add(ids, results));
  }

  private void add(List<String> ids, Map<SessionId, LookupResult> results) {
    List<String> stale = new ArrayList<>();
    for (String id : ids) {
      LookupResult result =
          SessionId.parse(id)
              .map(parsed -> results.getOrDefault(parsed, new LookupResult.Miss()))
              .orElseGet(LookupResult.Miss::new);
      if (result instanceof LookupResult.Miss) {
        stale.add(id);
      }
      result
          .session()
          .filter(record -> record.user().equals(Optional.of(user)))
          .ifPresent(record -> live.put(record.id(), record));
    }
    if (!stale.isEmpty()) {
      BestEffort.logFailure("prune", userIndex.prune(user, stale));
    }
  }
}
