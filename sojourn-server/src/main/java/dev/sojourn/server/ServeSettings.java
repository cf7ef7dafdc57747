package dev.sojourn.server;

import static dev.sojourn.server.ServeFlag.ABSOLUTE_TIMEOUT;
import static dev.sojourn.server.ServeFlag.AT_LIMIT;
import static dev.sojourn.server.ServeFlag.CARE_REDIS;
import static dev.sojourn.server.ServeFlag.COMMAND_TIMEOUT;
import static dev.sojourn.server.ServeFlag.IDLE_TIMEOUT;
import static dev.sojourn.server.ServeFlag.KEYSPACE;
import static dev.sojourn.server.ServeFlag.KEYS_FILE;
import static dev.sojourn.server.ServeFlag.LAYOUT;
import static dev.sojourn.server.ServeFlag.LISTEN;
import static dev.sojourn.server.ServeFlag.MANAGEMENT;
import static dev.sojourn.server.ServeFlag.NAMESPACE;
import static dev.sojourn.server.ServeFlag.NEAR_CACHE;
import static dev.sojourn.server.ServeFlag.NEAR_CACHE_SIZE;
import static dev.sojourn.server.ServeFlag.REDIS;
import static dev.sojourn.server.ServeFlag.SESSIONS_PER_USER;
import static dev.sojourn.server.ServeFlag.SWEEP;

import dev.sojourn.SessionLimit;
import dev.sojourn.SessionLimit.AtLimit;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.RedisSettings.KeyspaceName;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.server.api.ServiceKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What {@code sojourn serve} was asked for, checked.
 *
 * @param redis the URI of the server to use; none for a private one, to try out
 * @param listen where the calls are served
 * @param management where health and metrics are served instead
 * @param keys the keys of the key file
 * @param sessions turns the default settings of sessions into those asked for
 * @param careRedis the URI of the same server as the user who looks after sessions
 * @param quietHours when indexes are swept
 */
record ServeSettings(
    Optional<String> redis,
    HostAndPort listen,
    Optional<HostAndPort> management,
    Optional<ServiceKeys> keys,
    UnaryOperator<RedisSettings> sessions,
    Optional<String> careRedis,
    Optional<QuietHours> quietHours) {

  static final HostAndPort DEFAULT_LISTEN = new HostAndPort("127.0.0.1", 8080);

  private static final Pattern REDIS_URI =
      Pattern.compile("(redis|rediss|redis-sentinel|redis-cluster)://.+", Pattern.DOTALL);

  /** Stands for any server while its settings are checked. */
  private static final RedisSettings DEFAULTS = RedisSettings.of("redis://");

  /**
   * Reads the settings.
   *
   * @throws BadUsage in one sentence that names the flag or variable
   */
  static ServeSettings read(GivenSettings given) {
    Optional<String> redis = given.read(REDIS, ServeSettings::redisUri);
    Optional<ServiceKeys> keys = given.read(KEYS_FILE, file -> ServiceKeys.read(Path.of(file)));
    if (redis.isPresent() && keys.isEmpty()) {
      throw new BadUsage(
          "with a Redis of your own, --keys-file FILE (or SOJOURN_KEYS_FILE) must say who may call:"
              + " a line 'name roles sha256-hex' for each service key");
    }
    return new ServeSettings(
        redis,
        given.read(LISTEN, HostAndPort::parse, DEFAULT_LISTEN),
        given.read(MANAGEMENT, HostAndPort::parse),
        keys,
        sessions(given),
        given.read(CARE_REDIS, ServeSettings::redisUri),
        given.read(SWEEP, QuietHours::parse));
  }

  /** The settings of the service on that server, for those who have one of the keys. */
  ServerSettings server(String uri, ServiceKeys callers) {
    return new ServerSettings(
        listen.host(), listen.port(), management, callers, sessions.apply(RedisSettings.of(uri)));
  }

  /** The settings of who looks after the sessions on that server. */
  RedisSettings care(String uri) {
    return sessions.apply(RedisSettings.of(careRedis.orElse(uri)));
  }

  private static UnaryOperator<RedisSettings> sessions(GivenSettings given) {
    LayoutName layout =
        given.read(LAYOUT, text -> Choices.parse(LayoutName.class, text), DEFAULTS.layout());
    UnaryOperator<RedisSettings> form = FormSettings.read(given);
    KeyspaceName keyspace =
        given.read(KEYSPACE, text -> Choices.parse(KeyspaceName.class, text), DEFAULTS.keyspace());
    String namespace = given.read(NAMESPACE, ServeSettings::namespace, DEFAULTS.namespace());
    Timeouts timeouts = timeouts(given);
    SessionLimit perUser = sessionsPerUser(given);
    Duration commandTimeout =
        given.read(COMMAND_TIMEOUT, ServeSettings::commandTimeout, DEFAULTS.commandTimeout());
    UnaryOperator<RedisSettings> nearCache = nearCache(given);
    return settings ->
        nearCache
            .apply(form.apply(settings))
            .withLayout(layout)
            .withKeyspace(keyspace)
            .withNamespace(namespace)
            .withTimeouts(timeouts)
            .withSessionsPerUser(perUser)
            .withCommandTimeout(commandTimeout);
  }

  /** The URI itself; it is not repeated in the sentence, for it may hold a password. */
  static String redisUri(String text) {
    if (!REDIS_URI.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a Redis URI is redis://HOST:PORT, rediss://HOST:PORT, redis-sentinel://… or"
              + " redis-cluster://HOST:PORT,HOST:PORT");
    }
    return text;
  }

  static String namespace(String text) {
    return DEFAULTS.withNamespace(text).namespace();
  }

  private static Duration commandTimeout(String text) {
    return DEFAULTS.withCommandTimeout(Amounts.duration(text)).commandTimeout();
  }

  private static Timeouts timeouts(GivenSettings given) {
    Duration idle = given.read(IDLE_TIMEOUT, Amounts::duration, DEFAULTS.timeouts().idle());
    Duration absolute =
        given.read(ABSOLUTE_TIMEOUT, Amounts::duration, DEFAULTS.timeouts().absolute());
    try {
      return new Timeouts(idle, absolute);
    } catch (IllegalArgumentException e) {
      throw new BadUsage("--idle-timeout, --absolute-timeout: " + e.getMessage());
    }
  }

  private static UnaryOperator<RedisSettings> nearCache(GivenSettings given) {
    boolean wanted = given.read(NEAR_CACHE, Choices::yesOrNo, false);
    Optional<NearCacheSettings> sized =
        given.read(
            NEAR_CACHE_SIZE, text -> NearCacheSettings.DEFAULT.withMostBytes(Amounts.bytes(text)));
    if (sized.isPresent() && !wanted) {
      throw new BadUsage("--near-cache-size says nothing without --near-cache");
    }
    NearCacheSettings settings = sized.orElse(NearCacheSettings.DEFAULT);
    return wanted ? redis -> redis.withNearCache(settings) : UnaryOperator.identity();
  }

  private static SessionLimit sessionsPerUser(GivenSettings given) {
    Optional<AtLimit> atLimit = given.read(AT_LIMIT, text -> Choices.parse(AtLimit.class, text));
    Optional<SessionLimit> limit =
        given.read(
            SESSIONS_PER_USER,
            text -> new SessionLimit(Amounts.count(text), atLimit.orElse(AtLimit.REFUSE)));
    if (atLimit.isPresent() && limit.isEmpty()) {
      throw new BadUsage("--at-limit says nothing without --sessions-per-user N");
    }
    return limit.orElse(SessionLimit.NONE);
  }
}
