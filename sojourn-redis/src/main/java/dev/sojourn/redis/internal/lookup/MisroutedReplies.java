package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Recovers from misrouted replies. A record that bears another session's id shows that replies on
 * its connection no longer match their commands: all connections are closed, and the read is sent
 * once more on new ones. If the reply is the same there, Redis really holds such a record.
 *
 * <p>Thread-safe.
 */
final class MisroutedReplies {

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Backoff PAUSES = Backoff.constant(Duration.ofMillis(40));

  private final RedisConnection connection;
  private final Retry onceConnected;
  private final CopiedRecords copiedRecords;

  /**
   * On that connection.
   *
   * @param reconnectTimeout how long new connections may take
   * @param copiedRecords the ids that it finds to have another session's record
   */
  MisroutedReplies(
      RedisConnection connection, Duration reconnectTimeout, CopiedRecords copiedRecords) {
    this.connection = connection;
    this.onceConnected = Retry.within(reconnectTimeout, connection, PAUSES);
    this.copiedRecords = copiedRecords;
  }

  /**
   * Reads a session; once more if this reply, or another on the same connections, was misrouted.
   */
  CompletionStage<LookupResult> read(SessionId id, Supplier<CompletionStage<DecodedReply>> read) {
    int generation = connection.generation();
    return read.get()
        .exceptionallyCompose(
            failure ->
                isClosedAsMisrouted(generation, failure)
                    ? completedStage(new DecodedReply.MisroutedReply())
                    : failedStage(RedisErrors.unwrapped(failure)))
        .thenCompose(
            decoded -> {
              if (decoded instanceof DecodedReply.Found found) {
                return completedStage(found.result());
              }
              connection.closeGeneration(generation);
              return readAgain(id, read);
            });
  }

  /**
   * Closes the connections because of a misrouted reply beside a script's; the script's own reply
   * may be misrouted too, so its outcome is unknown. Reads the session again all the same, to learn
   * whether the record is a copy.
   */
  StoreUnavailable closeConnections(SessionId id, Supplier<CompletionStage<DecodedReply>> read) {
    connection.closeGeneration(connection.generation());
    readAgain(id, read).exceptionally(failure -> new LookupResult.Miss());
    return new StoreUnavailable("a reply of Redis belongs to another session", null);
  }

  private CompletionStage<LookupResult> readAgain(
      SessionId id, Supplier<CompletionStage<DecodedReply>> read) {
    return connection
        .delayed(PAUSE, () -> onceConnected.whileFailing(MisroutedReplies::isDisconnected, read))
        .thenApply(
            decoded -> {
              if (decoded instanceof DecodedReply.Found found) {
                return found.result();
              }
              copiedRecords.add(id);
              return ReplyDecoder.copiedRecord(id);
            });
  }

  /** Whether the read failed because its connections were closed for a misrouted reply. */
  private boolean isClosedAsMisrouted(int generation, Throwable failure) {
    return !connection.isTrusted(generation)
        && (RedisErrors.isUnsent(failure) || RedisErrors.isUnknownOutcome(failure));
  }

  /** Whether there was no connection, or it was closed before the reply. */
  private static boolean isDisconnected(Throwable failure) {
    return RedisErrors.isUnsent(failure)
        || (RedisErrors.isUnknownOutcome(failure) && !RedisErrors.isTimeout(failure));
  }
}
