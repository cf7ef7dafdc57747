package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.layout.Layout;
import java.util.concurrent.CompletionStage;

/**
 * Reads and decodes a session in one layout. If its dictionary is missing, fetches that and reads
 * the session again: the first reply may be out of date by then.
 */
final class SessionReader {

  /** A session in layout hash may need several dictionaries, one for each value. */
  private static final int MOST_DICTIONARIES = 8;

  private final RedisConnection connection;
  private final DictionaryStore dictionaries;
  private final ReplyDecoder decoder;

  SessionReader(RedisConnection connection, DictionaryStore dictionaries, ReplyDecoder decoder) {
    this.connection = connection;
    this.dictionaries = dictionaries;
    this.decoder = decoder;
  }

  /** Reads a session: found, or misrouted, never a missing dictionary. */
  <T> CompletionStage<DecodedReply> read(SessionId id, String key, Layout<T> layout) {
    return read(id, key, layout, MOST_DICTIONARIES);
  }

  /**
   * Judges a misrouted reply by a second connection: whether Redis really holds another session's
   * record. If not, the generation that the reply came in is closed.
   */
  <T> CompletionStage<Boolean> judge(SessionId id, String key, Layout<T> layout, int generation) {
    return connection
        .secondOpinion()
        .ask(layout.query(), key, generation, reply -> decoder.confirmsCopy(id, layout, reply));
  }

  private <T> CompletionStage<DecodedReply> read(
      SessionId id, String key, Layout<T> layout, int fetchesLeft) {
    return connection
        .read(layout.query(), key)
        .thenCompose(
            reply -> {
              DecodedReply decoded = decoder.decode(id, key, layout, reply);
              return decoded instanceof DecodedReply.DictionaryMissing missing
                  ? readWith(missing.id(), id, key, layout, fetchesLeft)
                  : completedStage(decoded);
            });
  }

  private <T> CompletionStage<DecodedReply> readWith(
      String dictionary, SessionId id, String key, Layout<T> layout, int fetchesLeft) {
    return fetchesLeft == 0
        ? failedStage(new StoreUnavailable("dictionary " + dictionary + " cannot be read", null))
        : dictionaries
            .fetch(dictionary)
            .handle((done, failure) -> failure == null) // a failure is retried by the next read
            .thenCompose(done -> read(id, key, layout, fetchesLeft - 1));
  }
}
