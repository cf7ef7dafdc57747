package dev.sojourn.redis.internal.maintenance;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.RedisConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Starts jobs of one kind, at most one at a time in the fleet, and reports on the latest, wherever
 * it runs. Thread-safe.
 */
final class Jobs {

  private static final Logger LOG = System.getLogger(Jobs.class.getName());
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final String KILLED = "its server stopped unexpectedly; the next run resumes here";

  private final RedisConnection connection;
  private final String threadName;
  private final MaintenanceKeys.JobKeys keys;
  private final JobSettings settings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);

  /**
   * Jobs on that connection.
   *
   * @param threadName name of the thread that a job runs on
   * @param keys where the lease and the latest status are stored
   */
  Jobs(
      RedisConnection connection,
      String threadName,
      MaintenanceKeys.JobKeys keys,
      JobSettings settings) {
    this.connection = connection;
    this.threadName = threadName;
    this.keys = keys;
    this.settings = settings;
  }

  /**
   * A job that has begun; both as {@link JobStatus} fields.
   *
   * @param status its status at the start
   * @param end its final status; never fails
   */
  record Begun(Map<String, String> status, CompletionStage<Map<String, String>> end) {}

  /**
   * Starts a job on its own thread; empty when another one is running in the fleet.
   *
   * @param kind an unfinished job is resumed only if it is of the same kind
   * @param task makes the task from the saved progress
   */
  CompletionStage<Optional<Begun>> begin(
      String kind, Duration timeLimit, Function<Map<String, String>, JobTask> task) {
    return JobLease.acquire(connection, keys, settings, kind)
        .thenApply(acquired -> acquired.map(lease -> start(lease, task, timeLimit)));
  }

  /** The status of the latest job, or no fields; one that runs without a lease was killed. */
  CompletionStage<Map<String, String>> latest() {
    return observe()
        .thenCompose(
            seen -> seen.isKilled() ? observe() : completedStage(seen)) // may have just begun
        .thenApply(
            seen -> seen.isKilled() ? JobStatus.failed(seen.status(), KILLED) : seen.status());
  }

  /** Reads the lease first: a job that ends releases the lease in the same step. */
  private CompletionStage<Observation> observe() {
    return connection
        .bulk()
        .existing(List.of(List.of(keys.lease())))
        .thenCombine(
            connection.read(ReadQuery.HASH, keys.latest()),
            (leases, hash) -> new Observation(leases.get(0) > 0, JobStatus.fields(hash.value())));
  }

  /** The lease and the status, read one after the other. */
  private record Observation(boolean leased, Map<String, String> status) {

    boolean isKilled() {
      return !leased && JobStatus.isRunning(status);
    }
  }

  /** Stops the job that runs here, and waits up to 2 s until it has saved its status. */
  void close() {
    closing.countDown();
    try {
      running.completeOnTimeout(null, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "A job ended with an exception", e);
    }
  }

  private Begun start(
      JobLease.Acquired acquired, Function<Map<String, String>, JobTask> task, Duration timeLimit) {
    Job job =
        new Job(connection, settings, acquired, task.apply(acquired.status()), timeLimit, closing);
    CompletableFuture<Map<String, String>> end = new CompletableFuture<>();
    running = end;
    Thread thread = new Thread(() -> end.complete(job.run()), threadName);
    thread.setDaemon(true);
    thread.start();
    return new Begun(acquired.status(), end);
  }
}
