package dev.sojourn.redis.internal.startup;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.Connections;
import dev.sojourn.redis.internal.connection.LateReplies;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens the connection of each entry point of the API, such as {@code RedisSessions}. */
public final class ConnectionFactory {

  private static final int MAX_TRIES = 3;

  private ConnectionFactory() {}

  /** The connections of those settings; opens none yet. */
  public static Connections connections(RedisSettings settings) {
    return new Connections(
        settings.commandTimeout(), settings.requestQueue(), maxReplyAge(settings));
  }

  /** How old the reply to a read may be, at most one lease; an older one is read again. */
  public static Duration maxReplyAge(RedisSettings settings) {
    return settings
        .nearCache()
        .map(NearCacheSettings::lease)
        .filter(lease -> lease.compareTo(LateReplies.MAX_AGE) < 0)
        .orElse(LateReplies.MAX_AGE);
  }

  /**
   * Opens a connection and creates an entry point on it; on failure closes the connection. Blocks.
   *
   * @param entryPoint checks the server, then creates the entry point
   * @throws dev.sojourn.StoreUnavailable when the server does not reply or is not supported
   * @throws dev.sojourn.MaintenanceNotAllowed when it refuses a command that the entry point needs
   * @throws IllegalArgumentException when the URI is invalid
   */
  public static <T> T open(
      RedisSettings settings, Function<RedisConnection, CompletionStage<T>> entryPoint) {
    return await(
        () ->
            connections(settings)
                .open(settings.uri(), null)
                .thenCompose(
                    connection ->
                        entryPoint
                            .apply(connection)
                            .whenComplete(
                                (opened, failure) -> {
                                  if (failure != null) {
                                    connection.close();
                                  }
                                })));
  }

  /** Waits for the result, with retries. */
  private static <T> T await(Supplier<CompletionStage<T>> opening) {
    try {
      return retry(opening, MAX_TRIES)
          .exceptionallyCompose(failure -> failedStage(RedisErrors.ofConnecting(failure)))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw RedisErrors.translated(e);
    }
  }

  /**
   * Retries after a timeout or a rejected command: a process that has just started may itself be
   * too slow for the first replies, or to keep its first connection.
   */
  private static <T> CompletionStage<T> retry(Supplier<CompletionStage<T>> opening, int tries) {
    return opening
        .get()
        .exceptionallyCompose(
            failure ->
                tries > 1 && (RedisErrors.isTimeout(failure) || RedisErrors.isUnsent(failure))
                    ? retry(opening, tries - 1)
                    : failedStage(failure));
  }
}
