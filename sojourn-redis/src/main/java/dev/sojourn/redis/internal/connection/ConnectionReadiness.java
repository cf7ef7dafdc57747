package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.KeyValueCodec;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.TaskScheduler;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Waits until a new connection accepts commands. Lettuce may report it as connected a little too
 * early, on another thread than the one that opens it: a command sent at once is then rejected
 * although the connection claims to be open. So this sends pings until one is accepted.
 */
final class ConnectionReadiness {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Backoff PAUSES = Backoff.constant(Duration.ofMillis(2));

  private ConnectionReadiness() {}

  /** Completes with the connection when it accepts commands, or after the timeout. */
  static <C extends StatefulConnection<String, byte[]>> CompletionStage<C> whenOpen(
      C connection, TaskScheduler scheduler) {
    return Retry.within(TIMEOUT, scheduler, PAUSES)
        .whileFailing(RedisErrors::isUnsent, () -> ping(connection))
        .handle((pong, failure) -> connection); // a failure shows up in the next command
  }

  private static CompletionStage<String> ping(StatefulConnection<String, byte[]> connection) {
    AsyncCommand<String, byte[], String> ping =
        new AsyncCommand<>(
            new Command<>(CommandType.PING, new StatusOutput<>(KeyValueCodec.INSTANCE)));
    connection.dispatch(ping);
    return ping;
  }
}
