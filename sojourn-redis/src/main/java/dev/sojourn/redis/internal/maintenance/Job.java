package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.BulkAccess;
import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.ScanPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job, on a thread of its own: walks over the keys of every primary, and hands them to its
 * task. Each step of a task looks again before it writes, so that it does no harm however late it
 * runs; the lease only keeps two from doing the same work.
 */
final class Job {

  private static final Logger LOG = LoggerFactory.getLogger(Job.class);

  private static final Duration BREATH = Duration.ofMillis(500);

  private final BulkAccess servers;
  private final JobSettings settings;
  private final JobLease jobLease;
  private final JobTask jobTask;
  private final ScanCursors cursors;
  private final RateLimiter rateLimiter;
  private Map<String, String> latest;
  private long lastReport = System.nanoTime();
  private Optional<Long> troubleSince = Optional.empty();

  Job(
      BulkAccess servers,
      JobSettings settings,
      JobLease.Taken taken,
      JobTask jobTask,
      Duration atMost,
      CountDownLatch closing) {
    this.servers = servers;
    this.settings = settings;
    this.jobLease = taken.jobLease();
    this.latest = taken.latest();
    this.jobTask = jobTask;
    this.cursors = ScanCursors.parse(taken.latest().getOrDefault("cursors", ""));
    this.rateLimiter = new RateLimiter(atMost, closing, this::reportWhenDue);
  }

  /** A primary, in one run of its process. */
  private record Run(PrimaryNode primary, String id) {}

  /** Does it, and answers how it ended, as {@link JobStatus} spells it; never throws. */
  Map<String, String> run() {
    try {
      walkOverAll();
      return ended(JobStatus.DONE, Optional.empty());
    } catch (JobStopped e) {
      return ended(JobStatus.FAILED, Optional.of(e.sentence()));
    } catch (RuntimeException e) {
      LOG.error("a job failed unexpectedly", e);
      return ended(JobStatus.FAILED, Optional.of("something failed that should not; see the log"));
    }
  }

  private void walkOverAll() {
    boolean more = true;
    while (more) {
      try {
        Optional<Run> next = next();
        next.ifPresent(this::walk);
        more = next.isPresent();
      } catch (StoreUnavailable e) {
        tryOn(e);
      }
    }
  }

  /** A primary that is not walked over yet. */
  private Optional<Run> next() {
    for (PrimaryNode primary : RateLimiter.answer(servers.primaries())) {
      Run run = new Run(primary, runId(primary));
      if (!cursors.isOver(run.id())) {
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  /** Until it is over, or another process answers in its place. */
  private void walk(Run run) {
    while (!cursors.isOver(run.id())) {
      String cursor = cursors.of(run.id());
      rateLimiter.ask(run.primary()::ping);
      ScanPage page =
          rateLimiter.work(() -> run.primary().keys(cursor, jobTask.pattern(), rateLimiter.size()));
      jobTask.work(page.found(), rateLimiter);
      troubleSince = Optional.empty();
      if (page.isLast() && !runId(run.primary()).equals(run.id())) {
        return; // restarted meanwhile: its keys lie in another order now
      }
      cursors.passed(run.id(), page);
    }
  }

  /** Before each piece of work; a lease that is lost ends the job. */
  private void reportWhenDue() {
    if (isPast(lastReport, settings.reports())) {
      latest =
          RateLimiter.answer(jobLease.keep(toBeRemembered()))
              .orElseThrow(() -> new JobStopped("it lost its lease, after a pause or a flush"));
      lastReport = System.nanoTime();
    }
  }

  /** From the first trouble on: a process that stood still itself has all its patience left. */
  private void tryOn(StoreUnavailable trouble) {
    long since = troubleSince.orElseGet(System::nanoTime);
    troubleSince = Optional.of(since);
    if (isPast(since, settings.patience())) {
      throw new JobStopped(trouble.getMessage() + "; the next one goes on from there");
    }
    LOG.debug("a job waits for Redis", trouble);
    rateLimiter.pause(BREATH);
  }

  private Map<String, String> ended(String state, Optional<String> detail) {
    try {
      return RateLimiter.answer(jobLease.end(toBeRemembered(), state, detail))
          .orElseGet(() -> notWritten(detail.orElse("it lost its lease at its very end")));
    } catch (StoreUnavailable e) {
      return notWritten(detail.orElse("how it ended could not be written"));
    }
  }

  /** What is remembered is another's, or older; this is what this one did. */
  private Map<String, String> notWritten(String detail) {
    Map<String, String> fields = new HashMap<>(latest);
    fields.putAll(JobStatus.fields(toBeRemembered()));
    return JobStatus.failed(fields, detail);
  }

  private List<String> toBeRemembered() {
    List<String> fields = new ArrayList<>(jobTask.toBeRemembered());
    fields.addAll(List.of("cursors", cursors.toString()));
    return fields;
  }

  private static String runId(PrimaryNode primary) {
    return RateLimiter.answer(primary.info("server")).getOrDefault("run_id", "unknown");
  }

  private static boolean isPast(long since, Duration span) {
    return System.nanoTime() - since > span.toNanos();
  }
}
