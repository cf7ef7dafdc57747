package dev.sojourn.redis.internal.startup;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.Connections;
import dev.sojourn.redis.internal.connection.LateReplies;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.retry.Retry;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens the connection of each entry point of the API, such as {@code RedisSessions}. */
public final class ConnectionFactory {

  private static final int MAX_ATTEMPTS = 3;
  private static final Retry RETRY = Retry.attempts(MAX_ATTEMPTS);

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
   * @throws IllegalStateException when a library on the class path is too old
   * @throws IllegalArgumentException when the URI is invalid
   */
  public static <T> T open(
      RedisSettings settings, Function<RedisConnection, CompletionStage<T>> entryPoint) {
    LibraryCheck.require(ConnectionFactory.class.getClassLoader());
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
      return RETRY
          .whileFailing(ConnectionFactory::isTransient, opening)
          .exceptionallyCompose(failure -> failedStage(RedisErrors.ofConnecting(failure)))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw RedisErrors.translated(e);
    }
  }

  /**
   * Whether opening is worth another attempt: a process that has just started may itself be too
   * slow for the first replies, or to keep its first connection.
   */
  private static boolean isTransient(Throwable failure) {
    return RedisErrors.isTimeout(failure) || RedisErrors.isUnsent(failure);
  }
}
