package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.SessionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists a user's sessions: reads the index, then all its sessions, pipelined. */
final class ListOperation {

  private final StoreContext context;
  private final UserIndex userIndex;

  ListOperation(StoreContext context, UserIndex userIndex) {
    this.context = context;
    this.userIndex = userIndex;
  }

  /** The user's live sessions; removes ids without a session from the index, in the background. */
  CompletionStage<List<SessionRecord>> list(String user) {
    return userIndex.ids(user).thenCompose(ids -> read(user, ids));
  }

  private CompletionStage<List<SessionRecord>> read(String user, List<String> ids) {
    List<CompletableFuture<LookupResult>> reads =
        ids.stream().map(id -> find(id).toCompletableFuture()).toList();
    return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> liveSessions(user, ids, reads));
  }

  private CompletionStage<LookupResult> find(String id) {
    return SessionId.parse(id)
        .map(context::find)
        .orElseGet(() -> completedStage(new LookupResult.Miss()));
  }

  private List<SessionRecord> liveSessions(
      String user, List<String> ids, List<CompletableFuture<LookupResult>> reads) {
    List<SessionRecord> live = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      LookupResult result = reads.get(i).join();
      if (result instanceof LookupResult.Miss) {
        stale.add(ids.get(i));
      }
      result.session().filter(r -> r.user().equals(Optional.of(user))).ifPresent(live::add);
    }
    if (!stale.isEmpty()) {
      BestEffort.logFailure("prune", userIndex.prune(user, stale));
    }
    return live;
  }
}
