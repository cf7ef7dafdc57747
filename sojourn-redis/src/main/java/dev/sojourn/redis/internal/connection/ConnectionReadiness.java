package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.KeyValueCodec;
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
 * Waits until a new connection accepts commands. Lettuce may report it as connected a little too
 * early, on another thread than the one that opens it: a command sent at once is then rejected
 * although the connection claims to be open. So this sends pings until one is accepted.
 */
final class ConnectionReadiness {

  private static final int MAX_TRIES = 1000;

  private ConnectionReadiness() {}

  /** Completes with the connection when it accepts commands; tries once a millisecond. */
  static <C extends StatefulConnection<String, byte[]>> CompletionStage<C> whenOpen(
      C connection, ClientResources resources) {
    CompletableFuture<C> open = new CompletableFuture<>();
    ping(connection, resources, open, MAX_TRIES);
    return open;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the ping completes the stage
  private static <C extends StatefulConnection<String, byte[]>> void ping(
      C connection, ClientResources resources, CompletableFuture<C> open, int tries) {
    AsyncCommand<String, byte[], String> ping =
        new AsyncCommand<>(
            new Command<>(CommandType.PING, new StatusOutput<>(KeyValueCodec.INSTANCE)));
    ping.whenComplete(
        (pong, failure) -> {
          if (failure == null || !RedisErrors.isUnsent(failure) || tries == 0) {
            open.complete(connection); // any other failure shows up in the next command
          } else {
            Runnable again = () -> ping(connection, resources, open, tries - 1);
            resources.eventExecutorGroup().schedule(again, 1, TimeUnit.MILLISECONDS);
          }
        });
    connection.dispatch(ping);
  }
}
