package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Replies that belong to somebody else. A record that bears another id came over a connection on
 * which answers no longer fit their questions: it is given up with all others, and the question
 * asked once more on new ones. Who is then answered alike has such a record in Redis, put there by
 * hand: remembered for a while, or each request would close them. Thread-safe.
 */
final class MisroutedReplies {

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MOST_REMEMBERED = 1_000;

  private final RedisConnection connection;
  private final Duration patience;
  private final Map<SessionId, Long> lyingSo = new LinkedHashMap<>();

  /**
   * On that wire.
   *
   * @param patience how long new connections may take
   */
  MisroutedReplies(RedisConnection connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
  }

  /** Whether a failure is that the connections of that generation were given up meanwhile. */
  boolean explains(int generation, Throwable failure) {
    return !connection.isTrusted(generation)
        && (RedisErrors.isUnsent(failure) || RedisErrors.isUnknownOutcome(failure));
  }

  /** Whether another session's record was lately found to lie under this one's key. */
  synchronized boolean isKnownBad(SessionId id) {
    Long since = lyingSo.get(id);
    return since != null && System.nanoTime() - since < REMEMBERED.toNanos();
  }

  /** Another session's record lies under this one's key. */
  synchronized void rememberBad(SessionId id) {
    lyingSo.remove(id);
    lyingSo.put(id, System.nanoTime());
    if (lyingSo.size() > MOST_REMEMBERED) {
      lyingSo.remove(lyingSo.keySet().iterator().next());
    }
  }

  /** Reads again, as soon as the new connections take commands. */
  <T> CompletionStage<T> retry(Supplier<CompletionStage<T>> read) {
    long deadline = System.nanoTime() + patience.toNanos();
    return connection.delayed(PAUSE, () -> retry(read, deadline));
  }

  private <T> CompletionStage<T> retry(Supplier<CompletionStage<T>> read, long deadline) {
    return read.get()
        .exceptionallyCompose(
            failure ->
                isClosed(failure) && System.nanoTime() - deadline < 0
                    ? connection.delayed(PAUSE, () -> retry(read, deadline))
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  /** Whether the connection was not there, or went while it was asked. */
  private static boolean isClosed(Throwable failure) {
    return RedisErrors.isUnsent(failure)
        || (RedisErrors.isUnknownOutcome(failure) && !RedisErrors.isTimeout(failure));
  }
}
