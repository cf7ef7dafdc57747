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
 * The start-up check of jobs that read every session: tries every command that they need, on keys
 * that do not exist, and names the missing permissions in one sentence.
 */
public final class MigrationCheck {

  private final RedisConnection connection;
  private final RedisSettings settings;
  private final Keyspace keys;
  private final PermissionCheck permissions;

  /**
   * The check of a job.
   *
   * @param permissions the check that names what is missing
   */
  public MigrationCheck(
      RedisConnection connection,
      RedisSettings settings,
      Keyspace keys,
      PermissionCheck permissions) {
    this.connection = connection;
    this.settings = settings;
    this.keys = keys;
    this.permissions = permissions;
  }

  /** The layouts that can be read here, which include the configured one. */
  public CompletionStage<Set<LayoutName>> run() {
    ProbeKeys probe = keys.probe(Keyspace.MIGRATE);
    return new ServerCheck(connection, settings)
        .checkServer()
        .thenCompose(ok -> connection.serverInfo())
        .thenCompose(facts -> layouts(facts.hasJson()))
        .thenCompose(layouts -> requireScans(probe).thenApply(ok -> layouts))
        .thenCompose(layouts -> requireReads(probe.session(), layouts).thenApply(ok -> layouts))
        .thenCompose(layouts -> requireWrites(probe, layouts).thenApply(ok -> layouts));
  }

  private CompletionStage<Set<LayoutName>> layouts(boolean hasJson) {
    return settings.layout() == LayoutName.JSON && !hasJson
        ? failedStage(new StoreUnavailable(ServerCheck.NO_JSON, null))
        : completedStage(hasJson ? LayoutSet.ALL : LayoutSet.WITHOUT_JSON);
  }

  private CompletionStage<Void> requireScans(ProbeKeys probe) {
    return permissions
        .require("SCAN", first().thenCompose(p -> p.keys("0", probe.session(), 1)))
        .thenCompose(ok -> permissions.require("INFO", first().thenCompose(p -> p.info("server"))))
        .thenCompose(
            ok ->
                permissions.require(
                    "EXISTS", connection.bulk().existing(List.of(List.of(probe.own())))))
        .thenCompose(
            ok ->
                permissions.require(
                    "HGETALL and PTTL", connection.read(ReadQuery.HASH, probe.own())));
  }

  private CompletionStage<Void> requireReads(String session, Set<LayoutName> layouts) {
    return permissions
        .require("HGETALL and PTTL", connection.read(ReadQuery.HASH, session))
        .thenCompose(ok -> permissions.require("GET", connection.read(ReadQuery.STRING, session)))
        .thenCompose(
            ok -> permissions.require("GETRANGE", connection.bytes(keys.currentDictionary(), 1)))
        .thenCompose(
            ok ->
                permissions.require(
                    "PEXPIRE",
                    connection.extendTtl(keys.dictionary("probe"), Duration.ofSeconds(1))))
        .thenCompose(
            ok ->
                layouts.contains(LayoutName.JSON)
                    ? permissions.require("JSON.GET", connection.read(ReadQuery.JSON, session))
                    : completedStage(null));
  }

  private CompletionStage<Void> requireWrites(ProbeKeys probe, Set<LayoutName> layouts) {
    String json = layouts.contains(LayoutName.JSON) ? "json" : "";
    return permissions.requireAll(
        connection.probe(
            OperationScripts.PROBE_MIGRATE,
            List.of(probe.own(), probe.session(), keys.beside(probe.session())),
            List.of(keys.channel(), json)));
  }

  private CompletionStage<PrimaryNode> first() {
    return connection.primaries().thenApply(all -> all.get(0));
  }
}
