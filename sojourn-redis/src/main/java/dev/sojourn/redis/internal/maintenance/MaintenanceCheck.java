package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands.SetWalk;
import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.ScanPage;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The first look of who looks after a server: tries every command that the jobs need, on keys that
 * nobody has, and says in one sentence what is refused.
 */
public final class MaintenanceCheck {

  private static final PermissionCheck RIGHTS =
      new PermissionCheck("which sweeps and statistics need; docs/storage.md has a user for them");

  private final RedisConnection connection;
  private final MaintenanceKeys keys;

  /** Of what that connection may do. */
  public MaintenanceCheck(RedisConnection connection, MaintenanceKeys keys) {
    this.connection = connection;
    this.keys = keys;
  }

  /** Completes, or fails with {@link dev.sojourn.MaintenanceNotAllowed}. */
  public CompletionStage<Void> look() {
    MaintenanceKeys.ProbeKeys probeKeys = keys.probe();
    return RIGHTS
        .need("SCAN", first().thenCompose(primary -> primary.keys("0", probeKeys.index(), 1)))
        .thenCompose(fine -> RIGHTS.need("DBSIZE", first().thenCompose(PrimaryNode::size)))
        .thenCompose(fine -> RIGHTS.need("INFO", first().thenCompose(p -> p.info("server"))))
        .thenCompose(fine -> RIGHTS.need("SSCAN", pageOf(probeKeys.index())))
        .thenCompose(
            fine -> RIGHTS.need("SCARD", connection.bulk().sizes(List.of(probeKeys.index()))))
        .thenCompose(
            fine -> RIGHTS.need("PTTL", connection.bulk().timesLeft(List.of(probeKeys.session()))))
        .thenCompose(
            fine ->
                RIGHTS.need(
                    "EXISTS", connection.bulk().existing(List.of(List.of(probeKeys.session())))))
        .thenCompose(
            fine ->
                RIGHTS.need(
                    "HGETALL and PTTL", connection.read(ReadQuery.HASH, keys.sweeps().latest())))
        .thenCompose(fine -> scripts(probeKeys));
  }

  private CompletionStage<Void> scripts(MaintenanceKeys.ProbeKeys probeKeys) {
    return RIGHTS.needAll(
        connection.probe(
            MaintenanceScripts.PROBE,
            List.of(probeKeys.own(), probeKeys.session(), probeKeys.index()),
            List.of()));
  }

  private CompletionStage<PrimaryNode> first() {
    return connection.primaries().thenApply(all -> all.get(0));
  }

  private CompletionStage<List<ScanPage>> pageOf(String set) {
    return connection.bulk().members(List.of(new SetWalk(set, ScanPage.BEGINNING)), 1);
  }
}
