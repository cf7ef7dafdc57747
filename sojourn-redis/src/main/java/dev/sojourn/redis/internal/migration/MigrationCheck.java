package dev.sojourn.redis.internal.migration;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.maintenance.MaintenanceKeys.ProbeKeys;
import dev.sojourn.redis.internal.maintenance.PermissionCheck;
import dev.sojourn.redis.internal.operation.OperationScripts;
import dev.sojourn.redis.internal.startup.ServerCheck;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The first look of who moves sessions: tries every command that it needs, on keys that nobody has,
 * and says in one sentence what is refused.
 */
public final class MigrationCheck {

  private final RedisConnection connection;
  private final RedisSettings settings;
  private final Keyspace keys;
  private final PermissionCheck permissionCheck;

  /**
   * The look of a job.
   *
   * @param permissionCheck what it is refused by
   */
  public MigrationCheck(
      RedisConnection connection,
      RedisSettings settings,
      Keyspace keys,
      PermissionCheck permissionCheck) {
    this.connection = connection;
    this.settings = settings;
    this.keys = keys;
    this.permissionCheck = permissionCheck;
  }

  /** The layouts that it can read, the wanted one among them. */
  public CompletionStage<Set<LayoutName>> look() {
    ProbeKeys probeKeys = keys.probe(Keyspace.MIGRATE);
    return new ServerCheck(connection, settings)
        .checkServer()
        .thenCompose(fine -> connection.serverInfo())
        .thenCompose(facts -> able(facts.hasJson()))
        .thenCompose(able -> walks(probeKeys).thenApply(fine -> able))
        .thenCompose(able -> reads(probeKeys.session(), able).thenApply(fine -> able))
        .thenCompose(able -> writes(probeKeys, able).thenApply(fine -> able));
  }

  private CompletionStage<Set<LayoutName>> able(boolean hasJson) {
    return settings.layout() == LayoutName.JSON && !hasJson
        ? failedStage(new StoreUnavailable(ServerCheck.NO_JSON, null))
        : completedStage(hasJson ? LayoutSet.ALL : LayoutSet.WITHOUT_JSON);
  }

  private CompletionStage<Void> walks(ProbeKeys probeKeys) {
    return permissionCheck
        .need("SCAN", first().thenCompose(p -> p.keys("0", probeKeys.session(), 1)))
        .thenCompose(
            fine -> permissionCheck.need("INFO", first().thenCompose(p -> p.info("server"))))
        .thenCompose(
            fine ->
                permissionCheck.need(
                    "EXISTS", connection.bulk().existing(List.of(List.of(probeKeys.own())))))
        .thenCompose(
            fine ->
                permissionCheck.need(
                    "HGETALL and PTTL", connection.read(ReadQuery.HASH, probeKeys.own())));
  }

  private CompletionStage<Void> reads(String session, Set<LayoutName> able) {
    return permissionCheck
        .need("HGETALL and PTTL", connection.read(ReadQuery.HASH, session))
        .thenCompose(
            fine -> permissionCheck.need("GET", connection.read(ReadQuery.STRING, session)))
        .thenCompose(
            fine -> permissionCheck.need("GETRANGE", connection.bytes(keys.currentDictionary(), 1)))
        .thenCompose(
            fine ->
                permissionCheck.need(
                    "PEXPIRE",
                    connection.extendTtl(keys.dictionary("probe"), Duration.ofSeconds(1))))
        .thenCompose(
            fine ->
                able.contains(LayoutName.JSON)
                    ? permissionCheck.need("JSON.GET", connection.read(ReadQuery.JSON, session))
                    : completedStage(null));
  }

  private CompletionStage<Void> writes(ProbeKeys probeKeys, Set<LayoutName> able) {
    String json = able.contains(LayoutName.JSON) ? "json" : "";
    return permissionCheck.needAll(
        connection.probe(
            OperationScripts.PROBE_MIGRATE,
            List.of(probeKeys.own(), probeKeys.session(), keys.beside(probeKeys.session())),
            List.of(keys.channel(), json)));
  }

  private CompletionStage<PrimaryNode> first() {
    return connection.primaries().thenApply(all -> all.get(0));
  }
}
