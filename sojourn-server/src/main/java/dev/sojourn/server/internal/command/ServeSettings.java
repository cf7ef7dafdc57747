package dev.sojourn.server.internal.command;

import static dev.sojourn.server.internal.command.ServeFlag.ABSOLUTE_TIMEOUT;
import static dev.sojourn.server.internal.command.ServeFlag.AT_LIMIT;
import static dev.sojourn.server.internal.command.ServeFlag.COMMAND_TIMEOUT;
import static dev.sojourn.server.internal.command.ServeFlag.IDLE_TIMEOUT;
import static dev.sojourn.server.internal.command.ServeFlag.KEYSPACE;
import static dev.sojourn.server.internal.command.ServeFlag.KEYS_FILE;
import static dev.sojourn.server.internal.command.ServeFlag.LAYOUT;
import static dev.sojourn.server.internal.command.ServeFlag.LISTEN;
import static dev.sojourn.server.internal.command.ServeFlag.MAINTENANCE_REDIS;
import static dev.sojourn.server.internal.command.ServeFlag.MANAGEMENT;
import static dev.sojourn.server.internal.command.ServeFlag.NAMESPACE;
import static dev.sojourn.server.internal.command.ServeFlag.NEAR_CACHE;
import static dev.sojourn.server.internal.command.ServeFlag.NEAR_CACHE_SIZE;
import static dev.sojourn.server.internal.command.ServeFlag.REDIS;
import static dev.sojourn.server.internal.command.ServeFlag.SESSIONS_PER_USER;
import static dev.sojourn.server.internal.command.ServeFlag.SWEEP;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.server.internal.api.ServiceKeys;
import dev.sojourn.server.internal.service.HostAndPort;
import dev.sojourn.server.internal.service.QuietHours;
import dev.sojourn.server.internal.service.ServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The validated settings of {@code sojourn serve}.
 *
 * @param redis the URI of the server; empty for a private one, for trying out
 * @param listen the address of the API
 * @param management the separate address of health and metrics
 * @param keys the keys in the key file
 * @param sessions applies the given settings of sessions to the defaults
 * @param maintenanceRedis the URI of the same server with the Redis user for maintenance
 * @param quietHours when indexes are swept
 */
record ServeSettings(
    Optional<String> redis,
    HostAndPort listen,
    Optional<HostAndPort> management,
    Optional<ServiceKeys> keys,
    UnaryOperator<RedisSettings> sessions,
    Optional<String> maintenanceRedis,
    Optional<QuietHours> quietHours) {

  static final HostAndPort DEFAULT_LISTEN = new HostAndPort("127.0.0.1", 8080);

  private static final Pattern REDIS_URI =
      Pattern.compile("(redis|rediss|redis-sentinel|redis-cluster)://.+", Pattern.DOTALL);

  /** The defaults; their URI is a placeholder. */
  private static final RedisSettings DEFAULTS = RedisSettings.of("redis://");

  /**
   * Reads the settings.
   *
   * @throws BadUsage with one sentence that names the flag or variable
   */
  static ServeSettings read(GivenSettings given) {
    Optional<String> redis = given.read(REDIS, ServeSettings::redisUri);
    Optional<ServiceKeys> keys = given.read(KEYS_FILE, file -> ServiceKeys.read(Path.of(file)));
    if (redis.isPresent() && keys.isEmpty()) {
      throw new BadUsage(
          "--redis needs --keys-file FILE (or SOJOURN_KEYS_FILE) with the service keys:"
              + " a line 'name roles sha256-hex' for each");
    }
    return new ServeSettings(
        redis,
        given.read(LISTEN, HostAndPort::parse, DEFAULT_LISTEN),
        given.read(MANAGEMENT, HostAndPort::parse),
        keys,
        sessions(given),
        given.read(MAINTENANCE_REDIS, ServeSettings::redisUri),
        given.read(SWEEP, QuietHours::parse));
  }

  /** The settings of the service on a server, with these keys. */
  ServerSettings server(String uri, ServiceKeys callers) {
    return new ServerSettings(
        listen.host(), listen.port(), management, callers, sessions.apply(RedisSettings.of(uri)));
  }

  /** The settings of the maintenance connection to a server. */
  RedisSettings maintenance(String uri) {
    return sessions.apply(RedisSettings.of(maintenanceRedis.orElse(uri)));
  }

  private static UnaryOperator<RedisSettings> sessions(GivenSettings given) {
    LayoutName layout =
        given.read(LAYOUT, text -> EnumParser.parse(LayoutName.class, text), DEFAULTS.layout());
    UnaryOperator<RedisSettings> form = FormSettings.read(given);
    KeyspaceName keyspace =
        given.read(
            KEYSPACE, text -> EnumParser.parse(KeyspaceName.class, text), DEFAULTS.keyspace());
    String namespace = given.read(NAMESPACE, ServeSettings::namespace, DEFAULTS.namespace());
    Timeouts timeouts = timeouts(given);
    SessionsPerUser perUser = sessionsPerUser(given);
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

  /** Checks a URI; the message does not repeat it, because it may contain a password. */
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
    return DEFAULTS.withCommandTimeout(UnitParser.duration(text)).commandTimeout();
  }

  private static Timeouts timeouts(GivenSettings given) {
    Duration idle = given.read(IDLE_TIMEOUT, UnitParser::duration, DEFAULTS.timeouts().idle());
    Duration absolute =
        given.read(ABSOLUTE_TIMEOUT, UnitParser::duration, DEFAULTS.timeouts().absolute());
    try {
      return new Timeouts(idle, absolute);
    } catch (IllegalArgumentException e) {
      throw new BadUsage("--idle-timeout, --absolute-timeout: " + e.getMessage());
    }
  }

  private static UnaryOperator<RedisSettings> nearCache(GivenSettings given) {
    boolean enabled = given.read(NEAR_CACHE, EnumParser::yesOrNo, false);
    Optional<NearCacheSettings> withSize =
        given.read(
            NEAR_CACHE_SIZE,
            text -> NearCacheSettings.DEFAULT.withMostBytes(UnitParser.bytes(text)));
    if (withSize.isPresent() && !enabled) {
      throw new BadUsage("--near-cache-size has no effect without --near-cache");
    }
    NearCacheSettings settings = withSize.orElse(NearCacheSettings.DEFAULT);
    return enabled ? redis -> redis.withNearCache(settings) : UnaryOperator.identity();
  }

  private static SessionsPerUser sessionsPerUser(GivenSettings given) {
    Optional<AtLimit> atLimit = given.read(AT_LIMIT, text -> EnumParser.parse(AtLimit.class, text));
    Optional<SessionsPerUser> limit =
        given.read(
            SESSIONS_PER_USER,
            text -> new SessionsPerUser(UnitParser.count(text), atLimit.orElse(AtLimit.REFUSE)));
    if (atLimit.isPresent() && limit.isEmpty()) {
      throw new BadUsage("--at-limit has no effect without --sessions-per-user N");
    }
    return limit.orElse(SessionsPerUser.NONE);
  }
}
