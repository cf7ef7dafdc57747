package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.maintenance.EvictionCheck;
import dev.sojourn.redis.internal.maintenance.MaintenanceCheck;
import dev.sojourn.redis.internal.maintenance.SessionStatistics;
import dev.sojourn.redis.internal.maintenance.Sweeps;
import dev.sojourn.redis.internal.startup.ConnectionFactory;
import dev.sojourn.redis.internal.startup.ServerCheck;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Maintenance of sessions in Redis: sweeps and statistics. Uses a connection and threads of its
 * own, with a Redis user that may scan the keys, a permission that {@link RedisSessions} never
 * needs. Thread-safe; open one per application and close it with the application.
 */
public final class RedisMaintenance implements SessionMaintenance {

  private final RedisConnection connection;
  private final Sweeps sweeps;
  private final SessionStatistics statistics;
  private final ExecutorService statisticsThread =
      Executors.newSingleThreadExecutor(RedisMaintenance::thread);

  private RedisMaintenance(RedisConnection connection, Keyspace keys, JobSettings jobs) {
    this.connection = connection;
    this.sweeps = new Sweeps(connection, keys, jobs);
    this.statistics = new SessionStatistics(connection, keys, sweeps);
  }

  /**
   * Connects and checks the permissions. Blocks.
   *
   * @param settings URI, keyspace, namespace and command timeout are used
   * @throws dev.sojourn.StoreUnavailable when the server does not answer or is not supported
   * @throws dev.sojourn.MaintenanceNotAllowed when the Redis user lacks a permission
   * @throws IllegalArgumentException when the URI is malformed
   */
  public static RedisMaintenance connect(RedisSettings settings) {
    return connect(settings, JobSettings.DEFAULT);
  }

  /** See {@link #connect(RedisSettings)}; with other timing of the sweep. */
  public static RedisMaintenance connect(RedisSettings settings, JobSettings jobs) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return ConnectionFactory.open(
        settings,
        connection ->
            checked(connection, settings, keys)
                .thenApply(ok -> new RedisMaintenance(connection, keys, jobs)));
  }

  private static CompletionStage<Void> checked(
      RedisConnection connection, RedisSettings settings, Keyspace keys) {
    return new ServerCheck(connection, settings)
        .checkServer()
        .thenCompose(ok -> new MaintenanceCheck(connection, keys).run())
        .thenCompose(ok -> EvictionCheck.warn(connection));
  }

  @Override
  public CompletionStage<JobStart<SweepReport>> sweep(SweepRequest request) {
    return translated(sweeps.begin(request));
  }

  @Override
  public CompletionStage<Optional<SweepReport>> latestSweep() {
    return translated(sweeps.latest());
  }

  @Override
  public CompletionStage<Statistics> statistics() {
    try {
      return translated(CompletableFuture.supplyAsync(statistics::take, statisticsThread));
    } catch (RejectedExecutionException e) {
      return failedStage(RedisErrors.closed());
    }
  }

  @Override
  public void close() {
    sweeps.close();
    statisticsThread.shutdown(); // what waits there fails, for want of a connection
    connection.close();
  }

  private static <T> CompletionStage<T> translated(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failure -> failedStage(RedisErrors.translated(failure)));
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sojourn-statistics");
    thread.setDaemon(true);
    return thread;
  }
}
