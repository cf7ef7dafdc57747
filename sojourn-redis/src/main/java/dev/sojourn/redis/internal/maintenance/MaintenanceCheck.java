package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands.SetWalk;
import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.ScanPage;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The start-up check of maintenance: tries every command that sweeps and statistics need, on keys
 * that do not exist, and names the missing permissions in one sentence.
 */
public final class MaintenanceCheck {

  private static final PermissionCheck PERMISSIONS =
      new PermissionCheck("which sweeps and statistics need; docs/storage.md has a user for them");

  private final RedisConnection connection;
  private final MaintenanceKeys keys;

  /** Checks the user of that connection. */
  public MaintenanceCheck(RedisConnection connection, MaintenanceKeys keys) {
    this.connection = connection;
    this.keys = keys;
  }

  /** Completes, or fails with {@link dev.sojourn.MaintenanceNotAllowed}. */
  public CompletionStage<Void> run() {
    MaintenanceKeys.ProbeKeys probe = keys.probe();
    return require("SCAN", first().thenCompose(primary -> primary.keys("0", probe.index(), 1)))
        .thenCompose(ok -> require("DBSIZE", first().thenCompose(PrimaryNode::size)))
        .thenCompose(ok -> require("INFO", first().thenCompose(p -> p.info("server"))))
        .thenCompose(ok -> require("SSCAN", pageOf(probe.index())))
        .thenCompose(ok -> require("SCARD", connection.bulk().sizes(List.of(probe.index()))))
        .thenCompose(ok -> require("PTTL", connection.bulk().timesLeft(List.of(probe.session()))))
        .thenCompose(
            ok -> require("EXISTS", connection.bulk().existing(List.of(List.of(probe.session())))))
        .thenCompose(
            ok ->
                require(
                    "HGETALL and PTTL", connection.read(ReadQuery.HASH, keys.sweeps().latest())))
        .thenCompose(ok -> requireScripts(probe));
  }

  private static CompletionStage<Void> require(String commands, CompletionStage<?> attempt) {
    return PERMISSIONS.require(commands, attempt);
  }

  private CompletionStage<Void> requireScripts(MaintenanceKeys.ProbeKeys probe) {
    return PERMISSIONS.requireAll(
        connection.probe(
            MaintenanceScripts.PROBE,
            List.of(probe.own(), probe.session(), probe.index()),
            List.of()));
  }

  private CompletionStage<PrimaryNode> first() {
    return connection.primaries().thenApply(all -> all.get(0));
  }

  private CompletionStage<List<ScanPage>> pageOf(String set) {
    return connection.bulk().members(List.of(new SetWalk(set, ScanPage.BEGINNING)), 1);
  }
}
