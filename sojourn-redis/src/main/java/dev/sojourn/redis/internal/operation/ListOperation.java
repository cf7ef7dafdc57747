package dev.sojourn.redis.internal.operation;

import dev.sojourn.Session;
import dev.sojourn.SessionPage;
import dev.sojourn.redis.internal.connection.ScanPage;
import dev.sojourn.redis.internal.lookup.ReadScope;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.SessionRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Lists a user's sessions: reads a page of the index, then its sessions with one flush, then the
 * next page. So a user with very many takes longer, and nobody else notices.
 */
final class ListOperation {

  /** The part of a small request queue that lists may fill: the other operations keep the rest. */
  private static final int SHARE = 4;

  /** What all lists together have unanswered: others wait a millisecond or two behind it. */
  private static final int MOST_COMMANDS = 256;

  private final StoreContext context;
  private final UserIndex userIndex;
  private final CommandBudget budget;

  ListOperation(StoreContext context, UserIndex userIndex) {
    this.context = context;
    this.userIndex = userIndex;
    this.budget =
        new CommandBudget(
            Math.min(MOST_COMMANDS, context.settings().requestQueue() / SHARE),
            context.settings().commandTimeout(),
            context.connection());
  }

  /** The user's live sessions; removes ids without a session from the index, in the background. */
  CompletionStage<List<SessionRecord>> list(String user) {
    return userIndex
        .firstPage(user)
        .thenCompose(first -> walk(user, ReadScope.WHOLE).from(first))
        .thenApply(List::copyOf);
  }

  /** The latest accessed sessions, without their attributes. */
  CompletionStage<SessionPage<Session.Summary>> summaries(String user, int limit) {
    return userIndex
        .firstPage(user)
        .thenCompose(first -> heads(user, first, limit))
        .thenApply(page -> page.map(SessionRecord::summary));
  }

  /** The latest accessed sessions. Those of a long list are found by their heads. */
  CompletionStage<SessionPage<SessionRecord>> list(String user, int limit) {
    return userIndex
        .firstPage(user)
        .thenCompose(
            first ->
                first.isLast() && first.found().size() <= limit
                    ? latest(user, ReadScope.WHOLE, first, limit)
                    : heads(user, first, limit).thenCompose(heads -> whole(user, heads)));
  }

  private CompletionStage<SessionPage<SessionRecord>> heads(
      String user, ScanPage first, int limit) {
    return latest(user, ReadScope.HEAD, first, limit);
  }

  private CompletionStage<SessionPage<SessionRecord>> latest(
      String user, ReadScope scope, ScanPage first, int limit) {
    return walk(user, scope)
        .from(first)
        .thenApply(
            live ->
                new SessionPage<>(
                    live.stream().sorted(SessionRecord.LATEST_FIRST).limit(limit).toList(),
                    live.size()));
  }

  /** The sessions of these heads; one that has ended since is missing. */
  private CompletionStage<SessionPage<SessionRecord>> whole(
      String user, SessionPage<SessionRecord> heads) {
    List<String> ids = heads.sessions().stream().map(head -> head.id().value()).toList();
    return walk(user, ReadScope.WHOLE)
        .from(ScanPage.last(ids))
        .thenApply(
            live ->
                new SessionPage<>(
                    live.stream().sorted(SessionRecord.LATEST_FIRST).toList(), heads.total()));
  }

  private IndexWalk walk(String user, ReadScope scope) {
    return new IndexWalk(context, userIndex, budget, user, scope);
  }
}
