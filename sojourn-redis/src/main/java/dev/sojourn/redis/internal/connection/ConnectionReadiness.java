package dev.sojourn.redis.internal.connection;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The moment from which a connection takes commands. Lettuce may say that it is connected on
 * another thread than the one that opens it, a little too early: a command sent at once is then
 * refused, though the connection calls itself open. So one is sent until it is not.
 */
final class ConnectionReadiness {

  private static final int MOST_TRIES = 1000;

  private ConnectionReadiness() {}

  /** Completes with the connection when it takes commands, trying once a millisecond. */
  static <C extends StatefulConnection<String, byte[]>> CompletionStage<C> whenOpen(
      C connection, ClientResources resources) {
    CompletableFuture<C> open = new CompletableFuture<>();
    look(connection, resources, open, MOST_TRIES);
    return open;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the look itself completes the stage
  private static <C extends StatefulConnection<String, byte[]>> void look(
      C connection, ClientResources resources, CompletableFuture<C> open, int tries) {
    AsyncCommand<String, byte[], String> ping =
        new AsyncCommand<>(
            new Command<>(CommandType.PING, new StatusOutput<>(KeyValueCodec.INSTANCE)));
    ping.whenComplete(
        (pong, failure) -> {
          if (failure == null || !RedisErrors.isUnsent(failure) || tries == 0) {
            open.complete(connection); // what else is wrong the next command tells
          } else {
            Runnable again = () -> look(connection, resources, open, tries - 1);
            resources.eventExecutorGroup().schedule(again, 1, TimeUnit.MILLISECONDS);
          }
        });
    connection.dispatch(ping);
  }
}
