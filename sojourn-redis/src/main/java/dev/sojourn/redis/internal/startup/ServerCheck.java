package dev.sojourn.redis.internal.startup;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.ServerInfo;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.operation.OperationScripts;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first look at a server: one sentence when it will not do. It asks what the server is, and
 * tries every command that sessions need, on keys of a user and session that nobody has.
 */
public final class ServerCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);
  public static final String NO_JSON =
      "this server has no JSON type, which layout 'json' needs: Redis 8, Redis Stack, or the"
          + " module";
  private static final String PROBE_USER = "sojourn-probe";
  private static final Version LEAST_REDIS = new Version(7, 0);
  private static final Version LEAST_VALKEY = new Version(7, 2);

  private final RedisConnection connection;
  private final RedisSettings settings;
  private final Keyspace keys;

  public ServerCheck(RedisConnection connection, RedisSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.keys = new Keyspace(settings.keyspace(), settings.namespace());
  }

  /** The layouts that it can keep; or fails with {@link StoreUnavailable} in one sentence. */
  public CompletionStage<Set<LayoutName>> look() {
    return connection
        .serverInfo()
        .thenCompose(
            facts -> judge(facts).thenCompose(fine -> probe()).thenCompose(fine -> layouts(facts)));
  }

  /** What a server without the JSON type is never asked for; what its user may not, neither. */
  private CompletionStage<Set<LayoutName>> layouts(ServerInfo facts) {
    boolean wanted = settings.layout() == LayoutName.JSON;
    if (!facts.hasJson()) {
      return wanted ? refused(NO_JSON) : completedStage(LayoutSet.WITHOUT_JSON);
    }
    String key = keys.session(keys.newId(Optional.empty(), new SecureRandom())).orElseThrow();
    return allowed("JSON.GET", connection.read(ReadQuery.JSON, key))
        .thenCompose(fine -> connection.probe(OperationScripts.PROBE_JSON, List.of(key), List.of()))
        .thenCompose(
            refused -> refused.isEmpty() ? completedStage(LayoutSet.ALL) : refused(ofJson(refused)))
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof StoreUnavailable && !wanted
                    ? completedStage(withoutJson(failure))
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  /** What is said of an answer to the look at the JSON type. */
  public static String ofJson(List<String> refused) {
    return refused.get(0).equals("unknown")
        ? "the JSON type of this server has no "
            + String.join(", ", refused.subList(1, refused.size()))
            + ", which layout 'json' needs: RedisJSON 2.6, or newer"
        : missing(String.join(", ", refused));
  }

  private static Set<LayoutName> withoutJson(Throwable why) {
    LOG.info(
        "sessions in layout json are not read, for {}", RedisErrors.unwrapped(why).getMessage());
    return LayoutSet.WITHOUT_JSON;
  }

  /** The same, of what the server is, whatever it allows. */
  public CompletionStage<Void> suits() {
    return connection.serverInfo().thenCompose(this::judge);
  }

  private CompletionStage<Void> judge(ServerInfo facts) {
    boolean valkey = facts.server().equals("valkey");
    Version least = valkey ? LEAST_VALKEY : LEAST_REDIS;
    if (Version.parse(facts.version()).isBelow(least)) {
      return refused(
          (valkey ? "Valkey " : "Redis ")
              + facts.version()
              + " is too old: Sojourn needs Redis 7.0 or Valkey 7.2, or newer");
    }
    if (facts.isCluster() && settings.keyspace() == KeyspaceName.PLAIN) {
      return refused(
          "this server is a Cluster, which needs keyspace 'slotted' and a URI redis-cluster://…");
    }
    if (facts.isCluster() != settings.uri().startsWith("redis-cluster://")) {
      return refused(
          facts.isCluster()
              ? "this server is a Cluster, which needs a URI redis-cluster://host:port,…"
              : "this server is no Cluster, so its URI must be redis:// or rediss://");
    }
    return completedStage(null);
  }

  private CompletionStage<Void> probe() {
    Optional<String> user = Optional.of(PROBE_USER);
    SessionId one = keys.newId(user, new SecureRandom());
    SessionId other = keys.newId(user, new SecureRandom());
    String key = keys.session(one).orElseThrow();
    String index = keys.index(PROBE_USER);
    return connection
        .probe(
            OperationScripts.PROBE,
            List.of(key, keys.session(other).orElseThrow(), index),
            List.of(keys.channel(), one.value()))
        .exceptionallyCompose(failure -> refusedOr(failure, "EVALSHA and EVAL"))
        .thenCompose(
            refused ->
                refused.isEmpty()
                    ? completedStage(null)
                    : refused(missing(String.join(", ", refused))))
        .thenCompose(fine -> allowed("HGETALL, PTTL", connection.read(ReadQuery.HASH, key)))
        .thenCompose(fine -> allowed("GET, PTTL", connection.read(ReadQuery.STRING, key)))
        .thenCompose(fine -> allowed("GETRANGE", connection.bytes(keys.currentDictionary(), 1)))
        .thenCompose(
            fine ->
                allowed(
                    "PEXPIRE",
                    connection.extendTtl(keys.dictionary("probe"), Duration.ofSeconds(1))))
        .thenCompose(fine -> allowed("SMEMBERS", connection.members(index)))
        .thenCompose(fine -> allowed("SRANDMEMBER", connection.someMembers(index, 1)))
        .thenCompose(fine -> allowed("WAIT", connection.replicas()))
        .thenCompose(fine -> allowed("PING", connection.ping()));
  }

  public static CompletionStage<Void> allowed(String commands, CompletionStage<?> tried) {
    return tried
        .<Void>thenApply(answer -> null)
        .exceptionallyCompose(failure -> refusedOr(failure, commands));
  }

  private static <T> CompletionStage<T> refusedOr(Throwable failure, String commands) {
    return RedisErrors.isCode(failure, "NOPERM")
        ? refused(missing(commands))
        : failedStage(RedisErrors.unwrapped(failure));
  }

  private static String missing(String commands) {
    return "the Redis user lacks the right for "
        + commands
        + " on Sojourn's keys and channel; docs/storage.md has the rights it needs";
  }

  private static <T> CompletionStage<T> refused(String sentence) {
    return failedStage(new StoreUnavailable(sentence, null));
  }

  private record Version(int major, int minor) {

    static Version parse(String text) {
      String[] parts = text.split("\\.", 3);
      return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    boolean isBelow(Version least) {
      return major < least.major || (major == least.major && minor < least.minor);
    }
  }
}
