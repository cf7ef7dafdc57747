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
 * Looks at some of the sessions that there are, and says which form fits them: on a connection of
 * its own, as a user who may walk over the keys and write. Nothing is changed. Not thread-safe; to
 * be closed.
 */
public final class RedisAdvisor implements AutoCloseable {

  private static final PermissionCheck RIGHTS =
      new PermissionCheck("which an advice needs; docs/storage.md has a user for it");

  private final RedisConnection connection;
  private final SessionSampler sessionSampler;

  private RedisAdvisor(RedisConnection connection, SessionSampler sessionSampler) {
    this.connection = connection;
    this.sessionSampler = sessionSampler;
  }

  /**
   * Connects, and looks first at what it may do. Of the settings it needs URI, keyspace, namespace,
   * short names and command timeout.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do
   * @throws dev.sojourn.MaintenanceNotAllowed when it refuses what an advice needs
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisAdvisor connect(RedisSettings settings) {
    return ConnectionFactory.open(settings, connection -> looked(connection, settings));
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
    return sessionSampler.advise(sessions, watch, progress);
  }

  @Override
  public void close() {
    connection.close();
  }

  private static CompletionStage<RedisAdvisor> looked(
      RedisConnection connection, RedisSettings settings) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return new MigrationCheck(connection, settings, keys, RIGHTS)
        .look()
        .thenCompose(able -> mayAskForMemory(connection, keys).thenApply(fine -> able))
        .thenCompose(able -> sampler(connection, settings, keys, able))
        .thenApply(sessionSampler -> new RedisAdvisor(connection, sessionSampler));
  }

  private static CompletionStage<Void> mayAskForMemory(RedisConnection connection, Keyspace keys) {
    List<String> probe = List.of(keys.probe(Keyspace.MIGRATE).session());
    return RIGHTS.need("MEMORY USAGE", connection.bulk().memory(probe));
  }

  private static CompletionStage<SessionSampler> sampler(
      RedisConnection connection, RedisSettings settings, Keyspace keys, Set<LayoutName> able) {
    DictionaryStore dictionaries = new DictionaryStore(connection, keys);
    SessionLookup lookup =
        new SessionLookup(
            connection, settings, dictionaries, LayoutSet.of(settings, able, dictionaries));
    List<CandidateForm> candidates = CandidateForm.of(settings, able, dictionaries);
    return dictionaries
        .refresh()
        .thenApply(refreshed -> new SessionSampler(connection, keys, lookup, candidates));
  }
}
