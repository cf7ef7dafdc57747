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

/**
 * Recovers from misrouted replies. A record that bears another session's id may mean that replies
 * no longer belong to their commands, or that somebody copied it: a second connection judges. If it
 * gives the same record, Redis really holds it. Otherwise all connections are closed, and reads are
 * sent again on new ones.
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

  /** The read of one session. */
  interface Read {

    /** Sends it. */
    CompletionStage<DecodedReply> send();

    /** Judges a misrouted reply to it, see {@link SessionReader#judge}. */
    CompletionStage<Boolean> judge(int generation);
  }

  /**
   * Reads a session; once more if this reply, or another on the same connections, was misrouted.
   */
  CompletionStage<LookupResult> read(SessionId id, Read read) {
    int generation = connection.generation();
    return read.send()
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
              return connection.isTrusted(generation)
                  ? judged(id, read, generation)
                  : readAgain(id, read);
            });
  }

  private CompletionStage<LookupResult> judged(SessionId id, Read read, int generation) {
    return read.judge(generation)
        .thenCompose(
            isCopy -> isCopy ? completedStage(ReplyDecoder.copiedRecord(id)) : readAgain(id, read));
  }

  /**
   * Judges a misrouted reply beside a script's. Until that is done the script's own reply may be
   * misrouted too, so its outcome is unknown.
   */
  StoreUnavailable judgeBeside(SessionId id, Read read) {
    judged(id, read, connection.generation()).exceptionally(failure -> new LookupResult.Miss());
    return new StoreUnavailable("a reply of Redis belongs to another session", null);
  }

  private CompletionStage<LookupResult> readAgain(SessionId id, Read read) {
    return connection
        .delayed(
            PAUSE, () -> onceConnected.whileFailing(MisroutedReplies::isDisconnected, read::send))
        .thenApply(
            decoded -> decoded instanceof DecodedReply.Found found ? found.result() : copied(id));
  }

  /** The result where two connections gave another session's record. */
  private LookupResult copied(SessionId id) {
    copiedRecords.add(id);
    return ReplyDecoder.copiedRecord(id);
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
