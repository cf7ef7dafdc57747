package dev.sojourn.redis.care;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.CareNotAllowed;
import dev.sojourn.redis.wire.Bulk.SetWalk;
import dev.sojourn.redis.wire.Page;
import dev.sojourn.redis.wire.Primary;
import dev.sojourn.redis.wire.Query;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Wire;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The first look of who looks after a server: tries every command that the jobs need, on keys that
 * nobody has, and says in one sentence what is refused.
 */
public final class CareCheck {

  private final Wire wire;
  private final CareKeys keys;

  /** Of what that connection may do. */
  public CareCheck(Wire wire, CareKeys keys) {
    this.wire = wire;
    this.keys = keys;
  }

  /** Completes, or fails with {@link CareNotAllowed}. */
  public CompletionStage<Void> look() {
    CareKeys.Probe probe = keys.probe();
    return allowed("SCAN", first().thenCompose(primary -> primary.keys("0", probe.index(), 1)))
        .thenCompose(fine -> allowed("DBSIZE", first().thenCompose(Primary::size)))
        .thenCompose(fine -> allowed("INFO", first().thenCompose(p -> p.info("server"))))
        .thenCompose(fine -> allowed("SSCAN", pageOf(probe.index())))
        .thenCompose(fine -> allowed("SCARD", wire.bulk().sizes(List.of(probe.index()))))
        .thenCompose(fine -> allowed("PTTL", wire.bulk().timesLeft(List.of(probe.session()))))
        .thenCompose(
            fine -> allowed("EXISTS", wire.bulk().existing(List.of(List.of(probe.session())))))
        .thenCompose(
            fine -> allowed("HGETALL and PTTL", wire.read(Query.HASH, keys.sweeps().latest())))
        .thenCompose(fine -> scripts(probe));
  }

  private CompletionStage<Void> scripts(CareKeys.Probe probe) {
    return wire.probe(
            CareScripts.PROBE, List.of(probe.own(), probe.session(), probe.index()), List.of())
        .exceptionallyCompose(failure -> refusedOr(failure, "EVALSHA and EVAL"))
        .thenCompose(
            refused ->
                refused.isEmpty() ? completedStage(null) : refused(String.join(", ", refused)));
  }

  private CompletionStage<Primary> first() {
    return wire.primaries().thenApply(all -> all.get(0));
  }

  private CompletionStage<List<Page>> pageOf(String set) {
    return wire.bulk().members(List.of(new SetWalk(set, Page.BEGINNING)), 1);
  }

  private static CompletionStage<Void> allowed(String commands, CompletionStage<?> tried) {
    return tried
        .<Void>thenApply(answer -> null)
        .exceptionallyCompose(failure -> refusedOr(failure, commands));
  }

  private static <T> CompletionStage<T> refusedOr(Throwable failure, String commands) {
    return RedisErrors.isCode(failure, "NOPERM")
        ? refused(commands)
        : failedStage(RedisErrors.unwrapped(failure));
  }

  private static <T> CompletionStage<T> refused(String commands) {
    return failedStage(
        new CareNotAllowed(
            "the Redis user lacks the right for "
                + commands
                + ", which sweeps and statistics need; docs/storage.md has a user for them"));
  }
}
