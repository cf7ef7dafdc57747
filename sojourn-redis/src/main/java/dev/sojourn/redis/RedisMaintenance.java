package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.keys.Keyspace;
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

/**
 * Looks after sessions in Redis: sweeps and statistics, on a connection and threads of its own, as
 * a user who may walk over the keys, which sessions themselves never need. Thread-safe; one for an
 * application, closed with it.
 */
public final class RedisMaintenance implements SessionMaintenance {

  private final RedisConnection connection;
  private final Sweeps sweeps;
  private final SessionStatistics statistics;
  private final ExecutorService counting =
      Executors.newSingleThreadExecutor(RedisMaintenance::thread);

  private RedisMaintenance(RedisConnection connection, Keyspace keys, JobSettings jobs) {
    this.connection = connection;
    this.sweeps = new Sweeps(connection, keys, jobs);
    this.statistics = new SessionStatistics(connection, keys, sweeps);
  }

  /**
   * Connects, and looks first at what it may do. Of the settings it needs URI, keyspace, namespace
   * and command timeout.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do
   * @throws dev.sojourn.MaintenanceNotAllowed when it refuses what the jobs need
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisMaintenance connect(RedisSettings settings) {
    return connect(settings, JobSettings.DEFAULT);
  }

  public static RedisMaintenance connect(RedisSettings settings, JobSettings jobs) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return ConnectionFactory.open(
        settings,
        connection ->
            looked(connection, settings, keys)
                .thenApply(fine -> new RedisMaintenance(connection, keys, jobs)));
  }

  private static CompletionStage<Void> looked(
      RedisConnection connection, RedisSettings settings, Keyspace keys) {
    return new ServerCheck(connection, settings)
        .suits()
        .thenCompose(fine -> new MaintenanceCheck(connection, keys).look());
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
    return CompletableFuture.supplyAsync(statistics::take, counting);
  }

  @Override
  public void close() {
    sweeps.close();
    counting.shutdownNow();
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
