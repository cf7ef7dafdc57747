package dev.sojourn.redis.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A start while the host name of the server resolves slowly (FT30): it waits within the time limit,
 * then fails.
 */
class SlowNameIT {

  private static final Duration SLOW = Duration.ofMillis(500);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

  private final RedisServer server = SharedServers.fresh(ServerKind.any());

  @AfterEach
  void end() {
    Invariants.of(server).noConnectionIsLeft();
  }

  @Test
  void aNameThatIsResolvedLateIsWaitedFor() {
    try (RedisConnection connection = open(SLOW)) {
      assertThat(connection.ping().toCompletableFuture().join()).isEqualTo("PONG");
    }
  }

  @Test
  void aNameThatIsNeverResolvedEndsTheStartInOneSentence() {
    long start = System.nanoTime();
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> open(NEVER))
        .withMessage("Redis cannot be reached; is it running, and is the URI right?");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Connections.OPEN_TIMEOUT)
        .isLessThan(Connections.OPEN_TIMEOUT.multipliedBy(5));
  }

  private RedisConnection open(Duration delay) {
    String uri = server.userUri().replace("127.0.0.1", "redis.example");
    try {
      return new Connections(COMMAND_TIMEOUT, 100, LateReplies.MAX_AGE, new SlowNames(delay))
          .open(uri, null)
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw RedisErrors.ofConnecting(e);
    }
  }

  /** Resolves every name to this machine, after a delay. */
  private static final class SlowNames extends AddressResolverGroup<InetSocketAddress> {

    private final Duration delay;

    SlowNames(Duration delay) {
      this.delay = delay;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
      return new InetSocketAddressResolver(
          executor,
          new InetNameResolver(executor) {
            @Override
            protected void doResolve(String name, Promise<InetAddress> promise) {
              later(() -> promise.trySuccess(InetAddress.getLoopbackAddress()));
            }

            @Override
            protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
              later(() -> promise.trySuccess(List.of(InetAddress.getLoopbackAddress())));
            }

            @SuppressWarnings("FutureReturnValueIgnored") // the task completes the promise
            private void later(Runnable task) {
              executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            }
          });
    }
  }
}
