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
 * Entry point: sessions in a Redis or Valkey server, Sentinel group or Cluster. Owns the
 * connections behind {@link #sessions()} and {@link #async()}.
 *
 * <pre>{@code
 * RedisSessions redis = RedisSessions.connect("redis://localhost:6379");
 * Sessions sessions = redis.sessions();
 * SessionToken token = sessions.create(NewSession.of("ada")).orElseThrow().token();
 * Optional<Session> session = sessions.access(token); // on each request
 * sessions.revokeAll("ada", EndReason.LOGOUT); // on every device
 * }</pre>
 *
 * <p>Thread-safe; open one per application and close it with the application.
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
      Executor callbacks,
      Runnable closing) {
    this.settings = settings;
    this.layouts = layouts;
    this.dictionaries = dictionaries;
    this.nearCache = nearCache;
    this.plain = plain;
    this.store = nearCache.wrap(plain, callbacks);
    this.closing = closing;
    this.sessions =
        Sessions.over(store, new JsonCodec())
            .timeouts(settings.timeouts())
            .limit(settings.sessionsPerUser())
            .build();
  }

  /**
   * Connects with the default settings, see {@link #connect(RedisSettings)}.
   *
   * @param uri see {@link RedisSettings#of(String)}
   */
  public static RedisSessions connect(String uri) {
    return connect(RedisSettings.of(uri));
  }

  /**
   * Connects, and checks the server's version and the user's permissions. Blocks.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer or is not supported; the
   *     message says in one sentence why: too old, a Cluster with {@link KeyspaceName#PLAIN}, a
   *     wrong password, a missing permission
   * @throws IllegalStateException when Lettuce on the class path is too old
   * @throws IllegalArgumentException when the URI is malformed
   */
  public static RedisSessions connect(RedisSettings settings) {
    return ConnectionFactory.open(settings, connection -> checked(connection, settings));
  }

  private static CompletionStage<RedisSessions> checked(
      RedisConnection connection, RedisSettings settings) {
    NearCacheRuntime nearCache =
        NearCacheRuntime.of(settings, ConnectionFactory.connections(settings));
    DictionaryStore dictionaries =
        new DictionaryStore(connection, new Keyspace(settings.keyspace(), settings.namespace()));
    return new ServerCheck(connection, settings)
        .check()
        .thenCompose(layouts -> dictionaries.refresh().thenApply(refreshed -> layouts))
        .thenCompose(layouts -> nearCache.open().thenApply(ok -> layouts))
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
   * The same sessions over another connection, on an event loop of the caller: every stage of its
   * {@link #async()} completes on that thread. The near cache is shared. Does not block. Close the
   * result before this object; closing it closes only its own connection.
   *
   * @return fails with {@link dev.sojourn.StoreUnavailable} when the server does not answer
   */
  public CompletionStage<RedisSessions> on(EventLoop loop) {
    if (!plain.isOpen()) {
      return failedStage(RedisErrors.closed());
    }
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

  /** The blocking API; each method returns when Redis has answered. */
  public Sessions sessions() {
    return sessions;
  }

  /** The non-blocking API; each method returns a stage at once. */
  public AsyncSessions async() {
    return sessions.async();
  }

  /** The store behind both APIs, to wrap it or to check its health. */
  public SessionStore store() {
    return store;
  }

  /**
   * The invalidation messages of all servers. Without a near cache, the first listener opens the
   * connection for them.
   */
  public InvalidationBus invalidations() {
    return nearCache.bus();
  }

  /** State and counters of the near cache and of the invalidation connections; for metrics. */
  public NearCacheState nearCacheState() {
    return nearCache.state();
  }

  /**
   * How many replies belonged to another request. Such a reply is rejected, and all connections are
   * closed. A value above zero means that something between here and Redis mixes up connections, or
   * that records were copied by hand. Replies on the invalidation connections are counted in {@link
   * #nearCacheState()}.
   */
  public long misroutedReplies() {
    return plain.misroutedReplies();
  }

  /**
   * Closes the connections, in the background. Calls under way, and all later ones, fail with
   * {@link dev.sojourn.StoreUnavailable}. Closing it twice has no effect.
   */
  @Override
  public void close() {
    closing.run();
  }
}
