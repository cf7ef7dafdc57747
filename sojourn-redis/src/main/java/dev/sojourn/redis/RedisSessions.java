package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.AsyncSessions;
import dev.sojourn.Sessions;
import dev.sojourn.redis.wire.Connections;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.SessionStore;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in a Redis or Valkey server, Sentinel group or Cluster: the door, and the connections
 * behind it. Thread-safe; one for an application, closed with it.
 */
public final class RedisSessions implements AutoCloseable {

  private static final int MOST_TRIES = 3;

  private final SessionStore store;
  private final Sessions sessions;

  private RedisSessions(SessionStore store, Sessions sessions) {
    this.store = store;
    this.sessions = sessions;
  }

  /** Connects with the default settings, see {@link #connect(RedisSettings)}. */
  public static RedisSessions connect(String uri) {
    return connect(RedisSettings.of(uri));
  }

  /**
   * Connects, and looks at the server first.
   *
   * @throws dev.sojourn.StoreUnavailable when it does not answer, or will not do: too old, a
   *     Cluster with keyspace {@code plain}, a wrong password, a missing right; in one sentence
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisSessions connect(RedisSettings settings) {
    try {
      return open(settings, null).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw RedisErrors.translated(e);
    }
  }

  /**
   * As {@link #connect(RedisSettings)}, without blocking and with all work on that event loop;
   * every stage of {@link #async()} then completes on its thread.
   */
  public static CompletionStage<RedisSessions> connect(RedisSettings settings, EventLoop loop) {
    return open(settings, loop);
  }

  private static CompletionStage<RedisSessions> open(
      RedisSettings settings, @Nullable EventLoop loop) {
    return open(settings, loop, MOST_TRIES)
        .exceptionallyCompose(failure -> failedStage(RedisErrors.ofConnecting(failure)));
  }

  /**
   * A process that only begins may be too slow itself for the first answers: they are asked again.
   */
  private static CompletionStage<RedisSessions> open(
      RedisSettings settings, @Nullable EventLoop loop, int tries) {
    return new Connections(settings.commandTimeout(), settings.requestQueue())
        .open(settings.uri(), loop)
        .thenCompose(wire -> looked(wire, settings))
        .exceptionallyCompose(
            failure ->
                tries > 1 && RedisErrors.isTimeout(failure)
                    ? open(settings, loop, tries - 1)
                    : failedStage(failure));
  }

  /** Over a wire whose server will do; one that will not is closed. */
  private static CompletionStage<RedisSessions> looked(Wire wire, RedisSettings settings) {
    return new ServerCheck(wire, settings)
        .look()
        .thenApply(fine -> over(new RedisSessionStore(wire, settings), settings))
        .whenComplete(
            (sessions, failure) -> {
              if (failure != null) {
                wire.close();
              }
            });
  }

  private static RedisSessions over(SessionStore store, RedisSettings settings) {
    return new RedisSessions(
        store,
        Sessions.over(store, new JsonCodec())
            .timeouts(settings.timeouts())
            .limit(settings.sessionsPerUser())
            .build());
  }

  /** The verbs, blocking. */
  public Sessions sessions() {
    return sessions;
  }

  /** The verbs, without blocking. */
  public AsyncSessions async() {
    return sessions.async();
  }

  /** The store itself, to be wrapped or asked whether it answers. */
  public SessionStore store() {
    return store;
  }

  /** Closes the connections; what is under way fails as unavailable. */
  @Override
  public void close() {
    store.close();
  }
}
