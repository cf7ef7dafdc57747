package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.care.CareKeys.Probe;
import dev.sojourn.redis.care.Rights;
import dev.sojourn.redis.wire.Primary;
import dev.sojourn.redis.wire.Query;
import dev.sojourn.redis.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The first look of who moves sessions: tries every command that it needs, on keys that nobody has,
 * and says in one sentence what is refused.
 */
final class MigrationCheck {

  private final Wire wire;
  private final RedisSettings settings;
  private final Keyspace keys;
  private final Rights rights;

  /**
   * The look of a job.
   *
   * @param rights what it is refused by
   */
  MigrationCheck(Wire wire, RedisSettings settings, Keyspace keys, Rights rights) {
    this.wire = wire;
    this.settings = settings;
    this.keys = keys;
    this.rights = rights;
  }

  /** The layouts that it can read, the wanted one among them. */
  CompletionStage<Set<LayoutName>> look() {
    Probe probe = keys.probe(Keyspace.MIGRATE);
    return new ServerCheck(wire, settings)
        .suits()
        .thenCompose(fine -> wire.facts())
        .thenCompose(facts -> able(facts.hasJson()))
        .thenCompose(able -> walks(probe).thenApply(fine -> able))
        .thenCompose(able -> reads(probe.session(), able).thenApply(fine -> able))
        .thenCompose(able -> writes(probe, able).thenApply(fine -> able));
  }

  private CompletionStage<Set<LayoutName>> able(boolean hasJson) {
    return settings.layout() == LayoutName.JSON && !hasJson
        ? failedStage(new StoreUnavailable(ServerCheck.NO_JSON, null))
        : completedStage(hasJson ? Layouts.ALL : Layouts.WITHOUT_JSON);
  }

  private CompletionStage<Void> walks(Probe probe) {
    return rights
        .need("SCAN", first().thenCompose(p -> p.keys("0", probe.session(), 1)))
        .thenCompose(fine -> rights.need("INFO", first().thenCompose(p -> p.info("server"))))
        .thenCompose(
            fine -> rights.need("EXISTS", wire.bulk().existing(List.of(List.of(probe.own())))))
        .thenCompose(fine -> rights.need("HGETALL and PTTL", wire.read(Query.HASH, probe.own())));
  }

  private CompletionStage<Void> reads(String session, Set<LayoutName> able) {
    return rights
        .need("HGETALL and PTTL", wire.read(Query.HASH, session))
        .thenCompose(fine -> rights.need("GET", wire.read(Query.STRING, session)))
        .thenCompose(fine -> rights.need("GETRANGE", wire.bytes(keys.currentDictionary(), 1)))
        .thenCompose(
            fine ->
                rights.need(
                    "PEXPIRE", wire.lengthen(keys.dictionary("probe"), Duration.ofSeconds(1))))
        .thenCompose(
            fine ->
                able.contains(LayoutName.JSON)
                    ? rights.need("JSON.GET", wire.read(Query.JSON, session))
                    : completedStage(null));
  }

  private CompletionStage<Void> writes(Probe probe, Set<LayoutName> able) {
    String json = able.contains(LayoutName.JSON) ? "json" : "";
    return rights.needAll(
        wire.probe(
            Scripts.PROBE_MIGRATE,
            List.of(probe.own(), probe.session(), keys.beside(probe.session())),
            List.of(keys.channel(), json)));
  }

  private CompletionStage<Primary> first() {
    return wire.primaries().thenApply(all -> all.get(0));
  }
}
