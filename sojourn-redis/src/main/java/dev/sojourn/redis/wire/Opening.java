package dev.sojourn.redis.wire;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The moment from which a connection takes commands. Lettuce may say that it is connected on
 * another thread than the one that opens it, a little too early: a command sent at once is then
 * refused.
 */
final class Opening {

  private static final int MOST_LOOKS = 1000;

  private Opening() {}

  /** Completes with the connection when it is open, looking once a millisecond for a second. */
  static <C extends StatefulConnection<?, ?>> CompletionStage<C> whenOpen(
      C connection, ClientResources resources) {
    CompletableFuture<C> open = new CompletableFuture<>();
    look(connection, resources, open, MOST_LOOKS);
    return open;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the look itself completes the stage
  private static <C extends StatefulConnection<?, ?>> void look(
      C connection, ClientResources resources, CompletableFuture<C> open, int looks) {
    if (connection.isOpen() || looks == 0) {
      open.complete(connection);
    } else {
      resources
          .eventExecutorGroup()
          .schedule(() -> look(connection, resources, open, looks - 1), 1, TimeUnit.MILLISECONDS);
    }
  }
}
