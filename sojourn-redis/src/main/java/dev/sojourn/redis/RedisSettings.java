package dev.sojourn.redis;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.layout.Compression;
import dev.sojourn.redis.internal.layout.Dictionaries;
import dev.sojourn.redis.internal.layout.Naming;
import dev.sojourn.redis.internal.layout.Namings;
import dev.sojourn.redis.internal.layout.ShortNames;
import dev.sojourn.spi.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Every setting of sessions in Redis, once; immutable, each {@code with…} answers a changed copy.
 *
 * @param uri the server: {@code redis://}, {@code rediss://}, {@code redis-sentinel://}, or {@code
 *     redis-cluster://host:port,host:port}; may hold a user name and password, and is never logged
 * @param layout how new sessions lie in Redis; every layout is read; default {@link
 *     LayoutName#HASH}
 * @param naming how new sessions name what they hold; both are read; default {@link
 *     NamingName#READABLE}
 * @param shortNames short names of attributes in the compact naming, the same on every server that
 *     is to read them; default none
 * @param compression whether what is written of a session's values is compressed where that makes
 *     it smaller, in the layouts {@code hash} and {@code string}; both are read; default {@link
 *     CompressionName#NONE}
 * @param keyspace how keys are spelled; default {@link KeyspaceName#PLAIN}, a Cluster needs {@link
 *     KeyspaceName#SLOTTED}
 * @param namespace a prefix of keys and channel; default none; up to 64 of {@code A-Z a-z 0-9 . _
 *     -}
 * @param timeouts of a session that asks for none; default 30 minutes idle, 12 hours in all
 * @param limits how much a session may hold; default 64 KiB in 128 attributes
 * @param sessionsPerUser how many sessions a user may have; default any number, most 500
 * @param rotationGrace how long a replaced secret is still good; default 30 s, least 0, most 1 h
 * @param commandTimeout until a command counts as unanswered; default 500 ms, least 10 ms, most 60
 *     s
 * @param requestQueue most commands that wait for an answer on a connection, more are refused;
 *     default 10,000, least 16
 * @param conflictTimeout how long a change is tried again when others change the same; default 2 s
 * @param nearCache whether this process answers accesses from what it keeps; default none
 */
public record RedisSettings(
    String uri,
    LayoutName layout,
    NamingName naming,
    Map<String, String> shortNames,
    CompressionName compression,
    KeyspaceName keyspace,
    String namespace,
    Timeouts timeouts,
    SizeLimits limits,
    SessionsPerUser sessionsPerUser,
    Duration rotationGrace,
    Duration commandTimeout,
    int requestQueue,
    Duration conflictTimeout,
    Optional<NearCacheSettings> nearCache) {

  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{0,64}");
  private static final int LEAST_QUEUE = 16;

  /**
   * Checks the settings.
   *
   * @param uri see the record
   * @param layout see the record
   * @param naming see the record
   * @param shortNames see the record
   * @param compression see the record
   * @param keyspace see the record
   * @param namespace see the record
   * @param timeouts see the record
   * @param limits see the record
   * @param sessionsPerUser see the record
   * @param rotationGrace see the record
   * @param commandTimeout see the record
   * @param requestQueue see the record
   * @param conflictTimeout see the record
   * @param nearCache see the record
   * @throws IllegalArgumentException in one sentence that does not repeat the URI
   */
  public RedisSettings {
    shortNames = new ShortNames(shortNames).all();
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "a namespace must be at most 64 of the characters A-Z a-z 0-9 . _ -: " + namespace);
    }
    requireWithin("the rotation's grace", rotationGrace, Duration.ZERO, Duration.ofHours(1));
    requireWithin(
        "the command timeout", commandTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    requireWithin("the conflict timeout", conflictTimeout, Duration.ZERO, Duration.ofMinutes(1));
    if (requestQueue < LEAST_QUEUE) {
      throw new IllegalArgumentException(
          "the request queue must hold at least " + LEAST_QUEUE + ": " + requestQueue);
    }
  }

  /** The defaults, on that server. */
  public static RedisSettings of(String uri) {
    return new RedisSettings(
        uri,
        LayoutName.HASH,
        NamingName.READABLE,
        Map.of(),
        CompressionName.NONE,
        KeyspaceName.PLAIN,
        "",
        Timeouts.DEFAULT,
        SizeLimits.DEFAULT,
        SessionsPerUser.NONE,
        Secrets.GRACE,
        Duration.ofMillis(500),
        10_000,
        Duration.ofSeconds(2),
        Optional.empty());
  }

  /** With new sessions in that layout. */
  public RedisSettings withLayout(LayoutName layout) {
    return with(copy -> copy.layout = layout);
  }

  /** With new sessions in that naming. */
  public RedisSettings withNaming(NamingName naming) {
    return with(copy -> copy.naming = naming);
  }

  /** With those short names of attributes, which sessions of the compact naming have. */
  public RedisSettings withShortNames(Map<String, String> shortNames) {
    return with(copy -> copy.shortNames = shortNames);
  }

  /** With values written so. */
  public RedisSettings withCompression(CompressionName compression) {
    return with(copy -> copy.compression = compression);
  }

  /** With keys spelled that way. */
  public RedisSettings withKeyspace(KeyspaceName keyspace) {
    return with(copy -> copy.keyspace = keyspace);
  }

  /** With keys and channel under that prefix. */
  public RedisSettings withNamespace(String namespace) {
    return with(copy -> copy.namespace = namespace);
  }

  /** With those timeouts for a session that asks for none. */
  public RedisSettings withTimeouts(Timeouts timeouts) {
    return with(copy -> copy.timeouts = timeouts);
  }

  /** With those limits of a session. */
  public RedisSettings withLimits(SizeLimits limits) {
    return with(copy -> copy.limits = limits);
  }

  /** With that limit of sessions for each user. */
  public RedisSettings withSessionsPerUser(SessionsPerUser sessionsPerUser) {
    return with(copy -> copy.sessionsPerUser = sessionsPerUser);
  }

  /** With that grace for a replaced secret. */
  public RedisSettings withRotationGrace(Duration rotationGrace) {
    return with(copy -> copy.rotationGrace = rotationGrace);
  }

  /** With that time for a command to be answered. */
  public RedisSettings withCommandTimeout(Duration commandTimeout) {
    return with(copy -> copy.commandTimeout = commandTimeout);
  }

  /** With that many commands waiting at most. */
  public RedisSettings withRequestQueue(int requestQueue) {
    return with(copy -> copy.requestQueue = requestQueue);
  }

  /** With that time to try a conflicting change again. */
  public RedisSettings withConflictTimeout(Duration conflictTimeout) {
    return with(copy -> copy.conflictTimeout = conflictTimeout);
  }

  /** With a near cache, as it is by default. */
  public RedisSettings withNearCache() {
    return withNearCache(NearCacheSettings.DEFAULT);
  }

  /** With that near cache. */
  public RedisSettings withNearCache(NearCacheSettings nearCache) {
    return with(copy -> copy.nearCache = Optional.of(nearCache));
  }

  /** The namings that sessions may have, the one for new ones among them. */
  public Namings namings() {
    ShortNames names = new ShortNames(shortNames);
    return new Namings(
        naming == NamingName.COMPACT ? Naming.compact(names) : Naming.READABLE, List.of(names));
  }

  /** How values are written and read. */
  public Compression compressing(Dictionaries dictionaries) {
    return Compression.of(
        compression == CompressionName.DEFLATE, limits.sessionBytes(), dictionaries);
  }

  /** From when on an answer comes too late to be told: no later than one lease. */
  public Duration lateAfter() {
    return nearCache
        .map(NearCacheSettings::lease)
        .filter(lease -> lease.compareTo(RedisConnection.LATE) < 0)
        .orElse(RedisConnection.LATE);
  }

  /** The settings without the URI, which may hold a password. */
  @Override
  public String toString() {
    return "RedisSettings[" + layout + ", " + naming + ", " + keyspace + ", " + timeouts + "]";
  }

  static void requireWithin(String what, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(what + " must be " + least + " to " + most + ": " + value);
    }
  }

  private RedisSettings with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.settings();
  }

  /** The settings while one of them is changed. */
  private static final class Copy {
    private String uri;
    private LayoutName layout;
    private NamingName naming;
    private Map<String, String> shortNames;
    private CompressionName compression;
    private KeyspaceName keyspace;
    private String namespace;
    private Timeouts timeouts;
    private SizeLimits limits;
    private SessionsPerUser sessionsPerUser;
    private Duration rotationGrace;
    private Duration commandTimeout;
    private int requestQueue;
    private Duration conflictTimeout;
    private Optional<NearCacheSettings> nearCache;

    Copy(RedisSettings from) {
      this.uri = from.uri;
      this.layout = from.layout;
      this.naming = from.naming;
      this.shortNames = from.shortNames;
      this.compression = from.compression;
      this.keyspace = from.keyspace;
      this.namespace = from.namespace;
      this.timeouts = from.timeouts;
      this.limits = from.limits;
      this.sessionsPerUser = from.sessionsPerUser;
      this.rotationGrace = from.rotationGrace;
      this.commandTimeout = from.commandTimeout;
      this.requestQueue = from.requestQueue;
      this.conflictTimeout = from.conflictTimeout;
      this.nearCache = from.nearCache;
    }

    RedisSettings settings() {
      return new RedisSettings(
          uri,
          layout,
          naming,
          shortNames,
          compression,
          keyspace,
          namespace,
          timeouts,
          limits,
          sessionsPerUser,
          rotationGrace,
          commandTimeout,
          requestQueue,
          conflictTimeout,
          nearCache);
    }
  }
}
