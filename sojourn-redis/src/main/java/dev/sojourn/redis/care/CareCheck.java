package dev.sojourn.redis.care;

import dev.sojourn.redis.wire.Bulk.SetWalk;
import dev.sojourn.redis.wire.Page;
import dev.sojourn.redis.wire.Primary;
import dev.sojourn.redis.wire.Query;
import dev.sojourn.redis.wire.Wire;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The first look of who looks after a server: tries every command that the jobs need, on keys that
 * nobody has, and says in one sentence what is refused.
 */
public final class CareCheck {

  private static final Rights RIGHTS =
      new Rights("which sweeps and statistics need; docs/storage.md has a user for them");

  private final Wire wire;
  private final CareKeys keys;

  /** Of what that connection may do. */
  public CareCheck(Wire wire, CareKeys keys) {
    this.wire = wire;
    this.keys = keys;
  }

  /** Completes, or fails with {@link dev.sojourn.CareNotAllowed}. */
  public CompletionStage<Void> look() {
    CareKeys.Probe probe = keys.probe();
    return RIGHTS
        .need("SCAN", first().thenCompose(primary -> primary.keys("0", probe.index(), 1)))
        .thenCompose(fine -> RIGHTS.need("DBSIZE", first().thenCompose(Primary::size)))
        .thenCompose(fine -> RIGHTS.need("INFO", first().thenCompose(p -> p.info("server"))))
        .thenCompose(fine -> RIGHTS.need("SSCAN", pageOf(probe.index())))
        .thenCompose(fine -> RIGHTS.need("SCARD", wire.bulk().sizes(List.of(probe.index()))))
        .thenCompose(fine -> RIGHTS.need("PTTL", wire.bulk().timesLeft(List.of(probe.session()))))
        .thenCompose(
            fine -> RIGHTS.need("EXISTS", wire.bulk().existing(List.of(List.of(probe.session())))))
        .thenCompose(
            fine -> RIGHTS.need("HGETALL and PTTL", wire.read(Query.HASH, keys.sweeps().latest())))
        .thenCompose(fine -> scripts(probe));
  }

  private CompletionStage<Void> scripts(CareKeys.Probe probe) {
    return RIGHTS.needAll(
        wire.probe(
            CareScripts.PROBE, List.of(probe.own(), probe.session(), probe.index()), List.of()));
  }

  private CompletionStage<Primary> first() {
    return wire.primaries().thenApply(all -> all.get(0));
  }

  private CompletionStage<List<Page>> pageOf(String set) {
    return wire.bulk().members(List.of(new SetWalk(set, Page.BEGINNING)), 1);
  }
}
