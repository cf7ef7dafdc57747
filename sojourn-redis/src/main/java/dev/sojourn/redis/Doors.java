package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.wire.Connections;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Wire;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** How every door comes to its connections. */
final class Doors {

  private static final int MOST_TRIES = 3;

  private Doors() {}

  /** What opens connections as those settings say. */
  static Connections connections(RedisSettings settings) {
    return new Connections(
        settings.commandTimeout(), settings.requestQueue(), settings.lateAfter());
  }

  /**
   * Opens a connection, and a door on it; where that will not do, it is closed again. Blocks.
   *
   * @param opened looks at the server first, and makes the door
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do
   * @throws dev.sojourn.CareNotAllowed when it refuses what the door needs
   * @throws IllegalArgumentException when the URI is none
   */
  static <T> T open(RedisSettings settings, Function<Wire, CompletionStage<T>> opened) {
    return await(
        () ->
            connections(settings)
                .open(settings.uri(), null)
                .thenCompose(
                    wire ->
                        opened
                            .apply(wire)
                            .whenComplete(
                                (fine, failure) -> {
                                  if (failure != null) {
                                    wire.close();
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
