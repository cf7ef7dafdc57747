package dev.sojourn.redis.internal.maintenance;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.connection.RedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs of one kind in a fleet, one at a time: begun here or elsewhere. Thread-safe. */
final class Jobs {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final String KILLED = "its server stopped without a word; the next one goes on";

  private final RedisConnection connection;
  private final String name;
  private final MaintenanceKeys.JobKeys jobKeys;
  private final JobSettings settings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);

  /**
   * Jobs on that connection.
   *
   * @param name of the thread that one runs on
   * @param jobKeys where they note who runs, and how the latest stands
   */
  Jobs(
      RedisConnection connection,
      String name,
      MaintenanceKeys.JobKeys jobKeys,
      JobSettings settings) {
    this.connection = connection;
    this.name = name;
    this.jobKeys = jobKeys;
    this.settings = settings;
  }

  /**
   * One that has begun, its notes as {@link JobStatus} spells them.
   *
   * @param latest how it stands
   * @param end how it ended; never fails
   */
  record Begun(Map<String, String> latest, CompletionStage<Map<String, String>> end) {}

  /**
   * Begins one on a thread of its own; empty when one is under way in the fleet.
   *
   * @param kind only one of the same kind is gone on with
   * @param task made of what an unfinished one remembered
   */
  CompletionStage<Optional<Begun>> begin(
      String kind, Duration atMost, Function<Map<String, String>, JobTask> task) {
    return JobLease.take(connection, jobKeys, settings, kind)
        .thenApply(taken -> taken.map(lease -> begun(lease, task, atMost)));
  }

  /** The latest one, nothing when there is none; one that runs without a lease was killed. */
  CompletionStage<Map<String, String>> latest() {
    return look()
        .thenCompose(seen -> seen.isKilled() ? look() : completedStage(seen)) // it may have begun
        .thenApply(
            seen -> seen.isKilled() ? JobStatus.failed(seen.latest(), KILLED) : seen.latest());
  }

  /** The lease first: one that ends, ends together with its lease. */
  private CompletionStage<Seen> look() {
    return connection
        .bulk()
        .existing(List.of(List.of(jobKeys.lease())))
        .thenCombine(
            connection.read(ReadQuery.HASH, jobKeys.latest()),
            (leases, hash) -> new Seen(leases.get(0) > 0, JobStatus.fields(hash.value())));
  }

  /** The lease and the latest job, as they were read one after the other. */
  private record Seen(boolean leased, Map<String, String> latest) {

    boolean isKilled() {
      return !leased && JobStatus.isRunning(latest);
    }
  }

  /** Stops the one that runs here, and waits a little until it has said so. */
  void close() {
    closing.countDown();
    try {
      running.completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (RuntimeException e) {
      LOG.debug("a job ended badly", e);
    }
  }

  private Begun begun(
      JobLease.Taken taken, Function<Map<String, String>, JobTask> task, Duration atMost) {
    Job job = new Job(connection, settings, taken, task.apply(taken.latest()), atMost, closing);
    CompletableFuture<Map<String, String>> end = new CompletableFuture<>();
    running = end;
    Thread thread = new Thread(() -> end.complete(job.run()), name);
    thread.setDaemon(true);
    thread.start();
    return new Begun(taken.latest(), end);
  }
}
