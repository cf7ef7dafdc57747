package dev.sojourn.redis;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.internal.CheckReturnValue;
import dev.sojourn.redis.internal.layout.ShortNames;
import dev.sojourn.spi.Secrets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Every setting of sessions in Redis. Immutable: each {@code with…} returns a changed copy, and
 * throws {@link IllegalArgumentException} in one sentence when the value is out of range.
 */
@CheckReturnValue
public final class RedisSettings implements Cloneable {

  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{0,64}");
  private static final int LEAST_QUEUE = 16;
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);
  private static final Duration MOST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration MOST_GRACE = Duration.ofHours(1);

  private final String uri;

  // Written only by a with… method, on the copy that it is about to return.
  private LayoutName layout = LayoutName.HASH;
  private NamingName naming = NamingName.READABLE;
  private Map<String, String> shortNames = Map.of();
  private CompressionName compression = CompressionName.NONE;
  private KeyspaceName keyspace = KeyspaceName.PLAIN;
  private String namespace = "";
  private Timeouts timeouts = Timeouts.DEFAULT;
  private SizeLimits limits = SizeLimits.DEFAULT;
  private SessionsPerUser sessionsPerUser = SessionsPerUser.NONE;
  private Duration rotationGrace = Secrets.GRACE;
  private Duration commandTimeout = Duration.ofMillis(500);
  private int requestQueue = 10_000;
  private Duration conflictTimeout = Duration.ofSeconds(2);
  private Optional<NearCacheSettings> nearCache = Optional.empty();

  private RedisSettings(String uri) {
    this.uri = uri;
  }

  /**
   * The defaults for a server.
   *
   * @param uri {@code redis://}, {@code rediss://}, {@code redis-sentinel://}, or {@code
   *     redis-cluster://host:port,host:port}; may hold a user name and password, and is never
   *     logged
   */
  public static RedisSettings of(String uri) {
    return new RedisSettings(uri);
  }

  /** The URI of the server. */
  public String uri() {
    return uri;
  }

  /** The layout of new sessions; every layout is read. Default {@link LayoutName#HASH}. */
  public LayoutName layout() {
    return layout;
  }

  /** Sets {@link #layout()}. */
  public RedisSettings withLayout(LayoutName layout) {
    return with(copy -> copy.layout = layout);
  }

  /** The naming of new sessions; both are read. Default {@link NamingName#READABLE}. */
  public NamingName naming() {
    return naming;
  }

  /** Sets {@link #naming()}. */
  public RedisSettings withNaming(NamingName naming) {
    return with(copy -> copy.naming = naming);
  }

  /**
   * Short names of attributes, used by {@link NamingName#COMPACT}; must be the same on every server
   * that is to read them. Default none.
   */
  public Map<String, String> shortNames() {
    return shortNames;
  }

  /** Sets {@link #shortNames()}. */
  public RedisSettings withShortNames(Map<String, String> shortNames) {
    Map<String, String> checked = new ShortNames(shortNames).all();
    return with(copy -> copy.shortNames = checked);
  }

  /**
   * Whether values are compressed where that makes them smaller, in layouts {@code hash} and {@code
   * string}; both are read. Default {@link CompressionName#NONE}.
   */
  public CompressionName compression() {
    return compression;
  }

  /** Sets {@link #compression()}. */
  public RedisSettings withCompression(CompressionName compression) {
    return with(copy -> copy.compression = compression);
  }

  /**
   * How keys are spelled. Default {@link KeyspaceName#PLAIN}; a Cluster needs {@link
   * KeyspaceName#SLOTTED}.
   */
  public KeyspaceName keyspace() {
    return keyspace;
  }

  /** Sets {@link #keyspace()}. */
  public RedisSettings withKeyspace(KeyspaceName keyspace) {
    return with(copy -> copy.keyspace = keyspace);
  }

  /** Prefix of keys and channel: up to 64 of {@code A-Z a-z 0-9 . _ -}. Default none. */
  public String namespace() {
    return namespace;
  }

  /** Sets {@link #namespace()}. */
  public RedisSettings withNamespace(String namespace) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "a namespace must be at most 64 of the characters A-Z a-z 0-9 . _ -: " + namespace);
    }
    return with(copy -> copy.namespace = namespace);
  }

  /** Timeouts of a session that asks for none. Default 30 minutes idle, 12 hours in all. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** Sets {@link #timeouts()}. */
  public RedisSettings withTimeouts(Timeouts timeouts) {
    return with(copy -> copy.timeouts = timeouts);
  }

  /** How much a session may hold. Default 64 KiB in 128 attributes. */
  public SizeLimits limits() {
    return limits;
  }

  /** Sets {@link #limits()}. */
  public RedisSettings withLimits(SizeLimits limits) {
    return with(copy -> copy.limits = limits);
  }

  /** How many sessions a user may have. Default any number, at most 500. */
  public SessionsPerUser sessionsPerUser() {
    return sessionsPerUser;
  }

  /** Sets {@link #sessionsPerUser()}. */
  public RedisSettings withSessionsPerUser(SessionsPerUser sessionsPerUser) {
    return with(copy -> copy.sessionsPerUser = sessionsPerUser);
  }

  /** How long a replaced secret stays valid. Default 30 s, 0 to 1 h. */
  public Duration rotationGrace() {
    return rotationGrace;
  }

  /** Sets {@link #rotationGrace()}. */
  public RedisSettings withRotationGrace(Duration rotationGrace) {
    requireWithin("the rotation's grace", rotationGrace, Duration.ZERO, MOST_GRACE);
    return with(copy -> copy.rotationGrace = rotationGrace);
  }

  /** How long a command may take to be answered. Default 500 ms, 10 ms to 60 s. */
  public Duration commandTimeout() {
    return commandTimeout;
  }

  /** Sets {@link #commandTimeout()}. */
  public RedisSettings withCommandTimeout(Duration commandTimeout) {
    requireWithin("the command timeout", commandTimeout, LEAST_TIMEOUT, MOST_TIMEOUT);
    return with(copy -> copy.commandTimeout = commandTimeout);
  }

  /**
   * How many commands may wait for a reply on a connection; more are refused. Default 10,000, at
   * least 16.
   */
  public int requestQueue() {
    return requestQueue;
  }

  /** Sets {@link #requestQueue()}. */
  public RedisSettings withRequestQueue(int requestQueue) {
    if (requestQueue < LEAST_QUEUE) {
      throw new IllegalArgumentException(
          "the request queue must hold at least " + LEAST_QUEUE + ": " + requestQueue);
    }
    return with(copy -> copy.requestQueue = requestQueue);
  }

  /**
   * How long a change is retried when others change the same attribute. Default 2 s, at most 60 s.
   */
  public Duration conflictTimeout() {
    return conflictTimeout;
  }

  /** Sets {@link #conflictTimeout()}. */
  public RedisSettings withConflictTimeout(Duration conflictTimeout) {
    requireWithin("the conflict timeout", conflictTimeout, Duration.ZERO, MOST_TIMEOUT);
    return with(copy -> copy.conflictTimeout = conflictTimeout);
  }

  /** The near cache of this process. Default none. */
  public Optional<NearCacheSettings> nearCache() {
    return nearCache;
  }

  /** Sets {@link #nearCache()} to {@link NearCacheSettings#DEFAULT}. */
  public RedisSettings withNearCache() {
    return withNearCache(NearCacheSettings.DEFAULT);
  }

  /** Sets {@link #nearCache()}. */
  public RedisSettings withNearCache(NearCacheSettings nearCache) {
    return with(copy -> copy.nearCache = Optional.of(nearCache));
  }

  /** The settings without the URI, which may hold a password. */
  @Override
  public String toString() {
    return "RedisSettings[" + layout + ", " + naming + ", " + keyspace + ", " + timeouts + "]";
  }

  private RedisSettings with(Consumer<RedisSettings> change) {
    RedisSettings copy = clone();
    change.accept(copy);
    return copy;
  }

  @Override
  protected RedisSettings clone() {
    try {
      return (RedisSettings) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  static void requireWithin(String what, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(what + " must be " + least + " to " + most + ": " + value);
    }
  }
}
