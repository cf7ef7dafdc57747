package dev.sojourn.redis;

import dev.sojourn.redis.advice.Advice;
import dev.sojourn.redis.internal.advice.CandidateForm;
import dev.sojourn.redis.internal.advice.SessionSampler;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.lookup.DictionaryStore;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.lookup.SessionLookup;
import dev.sojourn.redis.internal.maintenance.PermissionCheck;
import dev.sojourn.redis.internal.migration.MigrationCheck;
import dev.sojourn.redis.internal.startup.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Recommends a storage form (layout, naming, compression) from a sample of the stored sessions.
 * Uses a connection of its own, with a Redis user that may scan the keys and write; no session is
 * changed. Blocks. Not thread-safe; close it after use.
 */
public final class RedisAdvisor implements AutoCloseable {

  private static final PermissionCheck PERMISSIONS =
      new PermissionCheck("which the advisor needs; docs/storage.md has a user for it");

  private final RedisConnection connection;
  private final SessionSampler sampler;

  private RedisAdvisor(RedisConnection connection, SessionSampler sampler) {
    this.connection = connection;
    this.sampler = sampler;
  }

  /**
   * Connects and checks the permissions. Blocks.
   *
   * @param settings URI, keyspace, namespace, short names and command timeout are used
   * @throws dev.sojourn.StoreUnavailable when the server does not answer or is not supported
   * @throws dev.sojourn.MaintenanceNotAllowed when the Redis user lacks a permission
   * @throws IllegalArgumentException when the URI is malformed
   */
  public static RedisAdvisor connect(RedisSettings settings) {
    return ConnectionFactory.open(settings, connection -> checked(connection, settings));
  }

  /**
   * Samples sessions and recommends a form. Measures each form by writing up to 200 sessions in it,
   * under temporary keys. Blocks for at least {@code watch}.
   *
   * @param sessions how many sessions to sample, at most
   * @param watch time between reading the sample and reading it again, to see what changes
   * @param progress is called with a short line at each step
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  public Advice advise(int sessions, Duration watch, Consumer<String> progress) {
    return sampler.advise(sessions, watch, progress);
  }

  /** Closes the connection. */
  @Override
  public void close() {
    connection.close();
  }

  private static CompletionStage<RedisAdvisor> checked(
      RedisConnection connection, RedisSettings settings) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return new MigrationCheck(connection, settings, keys, PERMISSIONS)
        .run()
        .thenCompose(layouts -> requireMemoryUsage(connection, keys).thenApply(ok -> layouts))
        .thenCompose(layouts -> sampler(connection, settings, keys, layouts))
        .thenApply(sampler -> new RedisAdvisor(connection, sampler));
  }

  private static CompletionStage<Void> requireMemoryUsage(
      RedisConnection connection, Keyspace keys) {
    List<String> probe = List.of(keys.probe(Keyspace.MIGRATE).session());
    return PERMISSIONS.require("MEMORY USAGE", connection.bulk().memory(probe));
  }

  private static CompletionStage<SessionSampler> sampler(
      RedisConnection connection, RedisSettings settings, Keyspace keys, Set<LayoutName> layouts) {
    DictionaryStore dictionaries = new DictionaryStore(connection, keys);
    SessionLookup lookup =
        new SessionLookup(
            connection, settings, dictionaries, LayoutSet.of(settings, layouts, dictionaries));
    List<CandidateForm> candidates = CandidateForm.of(settings, layouts, dictionaries);
    return dictionaries
        .refresh()
        .thenApply(refreshed -> new SessionSampler(connection, keys, lookup, candidates));
  }
}
