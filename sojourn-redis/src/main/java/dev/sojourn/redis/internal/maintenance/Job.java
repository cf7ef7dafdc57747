package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.BulkAccess;
import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.ScanPage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One run of a job on its own thread: scans the keys of every primary and passes each page to the
 * {@link JobTask}. While it runs it renews its lease and saves its progress, so that a later run
 * can resume. A task re-checks every key in the step that writes, so a job that runs late does no
 * harm; the lease only keeps two servers from doing the same work.
 */
final class Job {

  private static final Logger LOG = System.getLogger(Job.class.getName());

  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  private final BulkAccess servers;
  private final JobSettings settings;
  private final JobLease lease;
  private final JobTask task;
  private final ScanCursors cursors;
  private final RateLimiter rateLimiter;
  private Map<String, String> status;
  private long lastReport = System.nanoTime();
  private Optional<Long> failingSince = Optional.empty();

  Job(
      BulkAccess servers,
      JobSettings settings,
      JobLease.Acquired acquired,
      JobTask task,
      Duration timeLimit,
      CountDownLatch closing) {
    this.servers = servers;
    this.settings = settings;
    this.lease = acquired.lease();
    this.status = acquired.status();
    this.task = task;
    this.cursors = ScanCursors.parse(acquired.status().getOrDefault("cursors", ""));
    this.rateLimiter = new RateLimiter(timeLimit, closing, this::reportWhenDue);
  }

  /** A primary and the {@code run_id} of its server process. */
  private record Run(PrimaryNode primary, String id) {}

  /** Runs the job and returns its final {@link JobStatus} fields; never throws. */
  Map<String, String> run() {
    try {
      scanAllPrimaries();
      return finish(JobStatus.DONE, Optional.empty());
    } catch (JobStopped e) {
      return finish(JobStatus.FAILED, Optional.of(e.reason()));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A job failed unexpectedly", e);
      return finish(JobStatus.FAILED, Optional.of("unexpected error; see the log"));
    }
  }

  private void scanAllPrimaries() {
    boolean more = true;
    while (more) {
      try {
        Optional<Run> next = nextRun();
        next.ifPresent(this::scan);
        more = next.isPresent();
      } catch (StoreUnavailable e) {
        pauseBeforeRetry(e);
      }
    }
  }

  /** A primary that is not fully scanned yet. */
  private Optional<Run> nextRun() {
    for (PrimaryNode primary : RateLimiter.await(servers.primaries())) {
      Run run = new Run(primary, runId(primary));
      if (!cursors.isDone(run.id())) {
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  /** Scans to the end, or until another server process answers in its place. */
  private void scan(Run run) {
    while (!cursors.isDone(run.id())) {
      String cursor = cursors.cursorOf(run.id());
      rateLimiter.ping(run.primary()::ping);
      ScanPage page =
          rateLimiter.run(
              () -> run.primary().keys(cursor, task.keyPattern(), rateLimiter.batchSize()));
      task.process(page.found(), rateLimiter);
      failingSince = Optional.empty();
      if (page.isLast() && !runId(run.primary()).equals(run.id())) {
        return; // restarted meanwhile: its keys are in another order now
      }
      cursors.advance(run.id(), page);
    }
  }

  /** Runs before each batch; losing the lease ends the job. */
  private void reportWhenDue() {
    if (hasElapsed(settings.reportInterval(), lastReport)) {
      status =
          RateLimiter.await(lease.renew(progress()))
              .orElseThrow(() -> new JobStopped("lost its lease, after a pause or a flush"));
      lastReport = System.nanoTime();
    }
  }

  /** The retry timeout runs from the first failure: a process that was suspended still has it. */
  private void pauseBeforeRetry(StoreUnavailable failure) {
    long since = failingSince.orElseGet(System::nanoTime);
    failingSince = Optional.of(since);
    if (hasElapsed(settings.retryTimeout(), since)) {
      throw JobStopped.resumable(failure.getMessage());
    }
    LOG.log(Level.DEBUG, "A job retries, Redis is unavailable", failure);
    rateLimiter.pause(RETRY_PAUSE);
  }

  private Map<String, String> finish(String state, Optional<String> detail) {
    try {
      return RateLimiter.await(lease.release(progress(), state, detail))
          .orElseGet(() -> unsaved(detail.orElse("lost its lease as it finished")));
    } catch (StoreUnavailable e) {
      return unsaved(detail.orElse("the result could not be saved"));
    }
  }

  /** The status of this run, where Redis has an older one or another server's. */
  private Map<String, String> unsaved(String detail) {
    Map<String, String> fields = new HashMap<>(status);
    fields.putAll(JobStatus.fields(progress()));
    return JobStatus.failed(fields, detail);
  }

  private List<String> progress() {
    List<String> fields = new ArrayList<>(task.progress());
    fields.addAll(List.of("cursors", cursors.toString()));
    return fields;
  }

  private static String runId(PrimaryNode primary) {
    return RateLimiter.await(primary.info("server")).getOrDefault("run_id", "unknown");
  }

  private static boolean hasElapsed(Duration interval, long since) {
    return System.nanoTime() - since > interval.toNanos();
  }
}
