package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.layout.Layout;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Finds many sessions with one flush for each layout. A session whose reply needs more than that, a
 * dictionary or a second look, is read by itself.
 */
final class BatchLookup {

  private final RedisConnection connection;
  private final List<Layout<?>> layouts;
  private final ReplyDecoder decoder;
  private final BiFunction<SessionId, String, CompletionStage<LookupResult>> single;

  /** With these layouts, tried in this order; {@code single} reads one session by itself. */
  BatchLookup(
      RedisConnection connection,
      List<Layout<?>> layouts,
      ReplyDecoder decoder,
      BiFunction<SessionId, String, CompletionStage<LookupResult>> single) {
    this.connection = connection;
    this.layouts = layouts;
    this.decoder = decoder;
    this.single = single;
  }

  /** The result for each id; {@code keys} has the key of each. */
  CompletionStage<Map<SessionId, LookupResult>> find(Map<SessionId, String> keys, ReadScope scope) {
    Batch batch = new Batch(scope);
    return batch
        .readIn(layouts.iterator(), new LinkedHashMap<>(keys))
        .thenCompose(batch::readSingly)
        .thenApply(done -> batch.results);
  }

  /** One batch, used by one stage after the other. */
  private final class Batch {

    private final ReadScope scope;
    private final Map<SessionId, LookupResult> results = new LinkedHashMap<>();
    private final Map<SessionId, String> single = new LinkedHashMap<>();

    Batch(ReadScope scope) {
      this.scope = scope;
    }

    /** Completes with what must be read singly. */
    CompletionStage<Map<SessionId, String>> readIn(
        Iterator<Layout<?>> untried, Map<SessionId, String> keys) {
      if (keys.isEmpty() || !untried.hasNext()) {
        single.putAll(keys);
        return completedStage(single);
      }
      return readIn(untried.next(), keys).thenCompose(moved -> readIn(untried, moved));
    }

    /** Completes with the keys of another type. */
    private <T> CompletionStage<Map<SessionId, String>> readIn(
        Layout<T> layout, Map<SessionId, String> keys) {
      return connection
          .readAll(
              scope == ReadScope.HEAD ? layout.headQuery() : layout.query(),
              List.copyOf(keys.values()))
          .thenApply(
              replies -> {
                Map<SessionId, String> moved = new LinkedHashMap<>();
                Iterator<Reply<T>> next = replies.iterator();
                keys.forEach((id, key) -> add(id, key, layout, next.next(), moved));
                return moved;
              });
    }

    private <T> void add(
        SessionId id, String key, Layout<T> layout, Reply<T> reply, Map<SessionId, String> moved) {
      if (reply.isUnread()) {
        moved.put(id, key);
        return;
      }
      result(id, key, layout, reply)
          .ifPresentOrElse(result -> results.put(id, result), () -> single.put(id, key));
    }

    private <T> Optional<LookupResult> result(
        SessionId id, String key, Layout<T> layout, Reply<T> reply) {
      if (!reply.present()) {
        return Optional.of(new LookupResult.Miss());
      }
      if (scope == ReadScope.HEAD) {
        return layout
            .decodeHead(id, reply.value())
            .map(head -> new LookupResult.Hit(head, key, layout, reply.left()));
      }
      return decoder.decode(id, key, layout, reply) instanceof DecodedReply.Found found
          ? Optional.of(found.result())
          : Optional.empty();
    }

    private CompletionStage<List<LookupResult>> readSingly(Map<SessionId, String> keys) {
      List<CompletableFuture<LookupResult>> reads =
          keys.entrySet().stream()
              .map(
                  entry ->
                      BatchLookup.this
                          .single
                          .apply(entry.getKey(), entry.getValue())
                          .toCompletableFuture())
              .toList();
      return BatchCommands.all(reads)
          .thenApply(
              found -> {
                Iterator<LookupResult> next = found.iterator();
                keys.keySet().forEach(id -> results.put(id, next.next()));
                return found;
              });
    }
  }
}
