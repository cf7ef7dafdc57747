package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.AsyncSessions;
import dev.sojourn.Sessions;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.lookup.DictionaryStore;
import dev.sojourn.redis.internal.nearcache.NearCacheRuntime;
import dev.sojourn.redis.internal.operation.RedisSessionStore;
import dev.sojourn.redis.internal.startup.ConnectionFactory;
import dev.sojourn.redis.internal.startup.ServerCheck;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.SessionStore;
import io.netty.channel.EventLoop;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Sessions in a Redis or Valkey server, Sentinel group or Cluster: the door, and the connections
 * behind it. Thread-safe; one for an application, closed with it.
 */
public final class RedisSessions implements AutoCloseable {

  private final RedisSettings settings;
  private final Set<LayoutName> layouts;
  private final DictionaryStore dictionaries;
  private final NearCacheRuntime nearCache;
  private final RedisSessionStore plain;
  private final SessionStore store;
  private final Sessions sessions;
  private final Runnable closing;

  private RedisSessions(
      RedisSettings settings,
      Set<LayoutName> layouts,
      DictionaryStore dictionaries,
      NearCacheRuntime nearCache,
      RedisSessionStore plain,
      Executor home,
      Runnable closing) {
    this.settings = settings;
    this.layouts = layouts;
    this.dictionaries = dictionaries;
    this.nearCache = nearCache;
    this.plain = plain;
    this.store = nearCache.wrap(plain, home);
    this.closing = closing;
    this.sessions =
        Sessions.over(store, new JsonCodec())
            .timeouts(settings.timeouts())
            .limit(settings.sessionsPerUser())
            .build();
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
    return ConnectionFactory.open(settings, connection -> begun(connection, settings));
  }

  /** Over a wire whose server will do. */
  private static CompletionStage<RedisSessions> begun(
      RedisConnection connection, RedisSettings settings) {
    NearCacheRuntime nearCache =
        NearCacheRuntime.of(settings, ConnectionFactory.connections(settings));
    DictionaryStore dictionaries =
        new DictionaryStore(connection, new Keyspace(settings.keyspace(), settings.namespace()));
    return new ServerCheck(connection, settings)
        .check()
        .thenCompose(layouts -> dictionaries.look().thenApply(looked -> layouts))
        .thenCompose(layouts -> nearCache.open().thenApply(open -> layouts))
        .thenApply(
            layouts ->
                new RedisSessions(
                    settings,
                    layouts,
                    dictionaries,
                    nearCache,
                    new RedisSessionStore(connection, settings, layouts, dictionaries),
                    Runnable::run,
                    () -> {
                      nearCache.close();
                      connection.close();
                    }))
        .whenComplete(
            (sessions, failure) -> {
              if (failure != null) {
                nearCache.close();
              }
            });
  }

  /**
   * The same sessions with a connection on that event loop; every stage of its {@link #async()}
   * completes on the loop's thread. What is kept near is shared. To be closed of its own, before
   * this.
   */
  public CompletionStage<RedisSessions> on(EventLoop loop) {
    return ConnectionFactory.connections(settings)
        .open(settings.uri(), loop)
        .thenApply(
            connection ->
                new RedisSessions(
                    settings,
                    layouts,
                    dictionaries,
                    nearCache,
                    new RedisSessionStore(connection, settings, layouts, dictionaries),
                    loop,
                    connection::close))
        .exceptionallyCompose(failure -> failedStage(RedisErrors.ofConnecting(failure)));
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

  /**
   * Invalidations, as every server is told them. With no near cache the connection for them is
   * opened with the first listener.
   */
  public InvalidationBus invalidations() {
    return nearCache.bus();
  }

  /** What was counted of invalidations and of the near cache, and how they are. */
  public NearCacheState nearCacheState() {
    return nearCache.state();
  }

  /**
   * How often a reply was found to belong to another question: it was refused, and all connections
   * closed. More than never means that something between here and Redis mixes up connections, or
   * that somebody copies records by hand. Those beside the invalidations are counted by {@link
   * #nearCacheState()}.
   */
  public long misroutedReplies() {
    return plain.misroutedReplies();
  }

  /** Closes the connections; what is under way fails as unavailable. */
  @Override
  public void close() {
    closing.run();
  }
}
