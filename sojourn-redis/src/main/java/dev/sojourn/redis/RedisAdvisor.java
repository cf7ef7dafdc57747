package dev.sojourn.redis;

import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.advice.Advice;
import dev.sojourn.redis.care.Rights;
import dev.sojourn.redis.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Looks at some of the sessions that there are, and says which form fits them: on a connection of
 * its own, as a user who may walk over the keys and write. Nothing is changed. Not thread-safe; to
 * be closed.
 */
public final class RedisAdvisor implements AutoCloseable {

  private static final Rights RIGHTS =
      new Rights("which an advice needs; docs/storage.md has a user for it");

  private final Wire wire;
  private final Sampler sampler;

  private RedisAdvisor(Wire wire, Sampler sampler) {
    this.wire = wire;
    this.sampler = sampler;
  }

  /**
   * Connects, and looks first at what it may do. Of the settings it needs URI, keyspace, namespace,
   * short names and command timeout.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do
   * @throws dev.sojourn.CareNotAllowed when it refuses what an advice needs
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisAdvisor connect(RedisSettings settings) {
    return Doors.open(settings, wire -> looked(wire, settings));
  }

  /**
   * Gives it. Blocks for longer than it watches.
   *
   * @param sessions how many to look at
   * @param watch how long after the first look to look again for what has changed
   * @param progress is told in a sentence what is being done
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  public Advice advise(int sessions, Duration watch, Consumer<String> progress) {
    return sampler.advise(sessions, watch, progress);
  }

  @Override
  public void close() {
    wire.close();
  }

  private static CompletionStage<RedisAdvisor> looked(Wire wire, RedisSettings settings) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return new MigrationCheck(wire, settings, keys, RIGHTS)
        .look()
        .thenCompose(able -> mayAskForMemory(wire, keys).thenApply(fine -> able))
        .thenCompose(able -> sampler(wire, settings, keys, able))
        .thenApply(sampler -> new RedisAdvisor(wire, sampler));
  }

  private static CompletionStage<Void> mayAskForMemory(Wire wire, Keyspace keys) {
    List<String> probe = List.of(keys.probe(Keyspace.MIGRATE).session());
    return RIGHTS.need("MEMORY USAGE", wire.bulk().memory(probe));
  }

  private static CompletionStage<Sampler> sampler(
      Wire wire, RedisSettings settings, Keyspace keys, Set<LayoutName> able) {
    RedisDictionaries dictionaries = new RedisDictionaries(wire, keys);
    Lookup lookup =
        new Lookup(wire, settings, dictionaries, Layouts.of(settings, able, dictionaries));
    List<Candidate> candidates = Candidate.of(settings, able, dictionaries);
    return dictionaries.look().thenApply(looked -> new Sampler(wire, keys, lookup, candidates));
  }
}
