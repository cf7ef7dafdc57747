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

/** How every door comes to its connections. */
public final class ConnectionFactory {

  private static final int MOST_TRIES = 3;

  private ConnectionFactory() {}

  /** What opens connections as those settings say. */
  public static Connections connections(RedisSettings settings) {
    return new Connections(settings.commandTimeout(), settings.requestQueue(), lateAfter(settings));
  }

  /** The age from which a reply is asked for again: at most one lease. */
  public static Duration lateAfter(RedisSettings settings) {
    return settings
        .nearCache()
        .map(NearCacheSettings::lease)
        .filter(lease -> lease.compareTo(LateReplies.MAX_AGE) < 0)
        .orElse(LateReplies.MAX_AGE);
  }

  /**
   * Opens a connection, and a door on it; where that will not do, it is closed again. Blocks.
   *
   * @param opened looks at the server first, and makes the door
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do
   * @throws dev.sojourn.MaintenanceNotAllowed when it refuses what the door needs
   * @throws IllegalArgumentException when the URI is none
   */
  public static <T> T open(
      RedisSettings settings, Function<RedisConnection, CompletionStage<T>> opened) {
    return await(
        () ->
            connections(settings)
                .open(settings.uri(), null)
                .thenCompose(
                    connection ->
                        opened
                            .apply(connection)
                            .whenComplete(
                                (fine, failure) -> {
                                  if (failure != null) {
                                    connection.close();
                                  }
                                })));
  }

  /** What comes of an opening, which may be tried again. */
  private static <T> T await(Supplier<CompletionStage<T>> opening) {
    try {
      return tried(opening, MOST_TRIES)
          .exceptionallyCompose(failure -> failedStage(RedisErrors.ofConnecting(failure)))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw RedisErrors.translated(e);
    }
  }

  /**
   * A process that only begins may be too slow itself for the first answers, or for keeping its
   * first connection: it is tried again.
   */
  private static <T> CompletionStage<T> tried(Supplier<CompletionStage<T>> opening, int tries) {
    return opening
        .get()
        .exceptionallyCompose(
            failure ->
                tries > 1 && (RedisErrors.isTimeout(failure) || RedisErrors.isUnsent(failure))
                    ? tried(opening, tries - 1)
                    : failedStage(failure));
  }
}
