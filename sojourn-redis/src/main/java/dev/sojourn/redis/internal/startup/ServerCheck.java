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
import dev.sojourn.redis.internal.connection.ScanPage;
import dev.sojourn.redis.internal.connection.ServerInfo;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.operation.OperationScripts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Checks a server before its first use: its version and mode, then every command that sessions
 * need, on keys of a user and session that do not exist. Fails in one sentence.
 */
public final class ServerCheck {

  private static final Logger LOG = System.getLogger(ServerCheck.class.getName());
  public static final String NO_JSON =
      "this server has no JSON type, which layout 'json' needs: Redis 8, Redis Stack, or the"
          + " module";
  private static final String PROBE_USER = "sojourn-probe";
  private static final Version MIN_REDIS = new Version(7, 0);
  private static final Version MIN_VALKEY = new Version(7, 2);

  private final RedisConnection connection;
  private final RedisSettings settings;
  private final Keyspace keys;

  public ServerCheck(RedisConnection connection, RedisSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.keys = new Keyspace(settings.keyspace(), settings.namespace());
  }

  /** Returns the layouts that the server supports; fails with {@link StoreUnavailable}. */
  public CompletionStage<Set<LayoutName>> check() {
    return connection
        .serverInfo()
        .thenCompose(
            info ->
                checkServer(info).thenCompose(fine -> probe()).thenCompose(fine -> layouts(info)));
  }

  /** Layout json needs the JSON type, and the rights for its commands. */
  private CompletionStage<Set<LayoutName>> layouts(ServerInfo info) {
    boolean required = settings.layout() == LayoutName.JSON;
    if (!info.hasJson()) {
      return required ? fail(NO_JSON) : completedStage(LayoutSet.WITHOUT_JSON);
    }
    String key = keys.session(keys.newId(Optional.empty(), new SecureRandom())).orElseThrow();
    return checkAllowed("JSON.GET", connection.read(ReadQuery.JSON, key))
        .thenCompose(fine -> connection.probe(OperationScripts.PROBE_JSON, List.of(key), List.of()))
        .thenCompose(
            refused ->
                refused.isEmpty() ? completedStage(LayoutSet.ALL) : fail(jsonFailure(refused)))
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof StoreUnavailable && !required
                    ? completedStage(withoutJson(failure))
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  /** The message for the commands of the JSON type that the probe found refused. */
  public static String jsonFailure(List<String> refused) {
    return refused.get(0).equals("unknown")
        ? "the JSON type of this server has no "
            + String.join(", ", refused.subList(1, refused.size()))
            + ", which layout 'json' needs: RedisJSON 2.6, or newer"
        : missing(String.join(", ", refused));
  }

  private static Set<LayoutName> withoutJson(Throwable reason) {
    LOG.log(
        Level.INFO,
        "cannot read sessions in layout json: {0}",
        RedisErrors.unwrapped(reason).getMessage());
    return LayoutSet.WITHOUT_JSON;
  }

  /** Checks only the version and mode of the server, not what its user may do. */
  public CompletionStage<Void> checkServer() {
    return connection.serverInfo().thenCompose(this::checkServer);
  }

  private CompletionStage<Void> checkServer(ServerInfo info) {
    boolean valkey = info.server().equals("valkey");
    Version minimum = valkey ? MIN_VALKEY : MIN_REDIS;
    if (Version.parse(info.version()).isBelow(minimum)) {
      return fail(
          (valkey ? "Valkey " : "Redis ")
              + info.version()
              + " is too old: Sojourn needs Redis 7.0 or Valkey 7.2, or newer");
    }
    if (info.isCluster() && settings.keyspace() == KeyspaceName.PLAIN) {
      return fail(
          "this server is a Cluster, which needs keyspace 'slotted' and a URI redis-cluster://…");
    }
    if (info.isCluster() != settings.uri().startsWith("redis-cluster://")) {
      return fail(
          info.isCluster()
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
        .exceptionallyCompose(failure -> failMissing(failure, "EVALSHA and EVAL"))
        .thenCompose(
            refused ->
                refused.isEmpty()
                    ? completedStage(null)
                    : fail(missing(String.join(", ", refused))))
        .thenCompose(fine -> checkAllowed("HGETALL, PTTL", connection.read(ReadQuery.HASH, key)))
        .thenCompose(fine -> checkAllowed("GET, PTTL", connection.read(ReadQuery.STRING, key)))
        .thenCompose(
            fine -> checkAllowed("GETRANGE", connection.bytes(keys.currentDictionary(), 1)))
        .thenCompose(
            fine ->
                checkAllowed(
                    "PEXPIRE",
                    connection.extendTtl(keys.dictionary("probe"), Duration.ofSeconds(1))))
        .thenCompose(
            fine -> checkAllowed("SSCAN", connection.membersPage(index, ScanPage.BEGINNING, 1)))
        .thenCompose(fine -> checkAllowed("SRANDMEMBER", connection.someMembers(index, 1)))
        .thenCompose(fine -> checkAllowed("WAIT", connection.replicas()))
        .thenCompose(fine -> checkAllowed("PING", connection.ping()));
  }

  /** Fails with a message that names the commands, if the Redis user may not run them. */
  public static CompletionStage<Void> checkAllowed(String commands, CompletionStage<?> attempt) {
    return attempt
        .<Void>thenApply(reply -> null)
        .exceptionallyCompose(failure -> failMissing(failure, commands));
  }

  private static <T> CompletionStage<T> failMissing(Throwable failure, String commands) {
    return RedisErrors.isCode(failure, "NOPERM")
        ? fail(missing(commands))
        : failedStage(RedisErrors.unwrapped(failure));
  }

  private static String missing(String commands) {
    return "the Redis user lacks the right for "
        + commands
        + " on Sojourn's keys and channel; docs/storage.md has the rights it needs";
  }

  private static <T> CompletionStage<T> fail(String message) {
    return failedStage(new StoreUnavailable(message, null));
  }

  private record Version(int major, int minor) {

    static Version parse(String text) {
      String[] parts = text.split("\\.", 3);
      return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    boolean isBelow(Version minimum) {
      return major < minimum.major || (major == minimum.major && minor < minimum.minor);
    }
  }
}
