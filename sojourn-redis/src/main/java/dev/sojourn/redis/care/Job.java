package dev.sojourn.redis.care;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.wire.Page;
import dev.sojourn.redis.wire.Primary;
import dev.sojourn.redis.wire.Wire;
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

  private final Wire wire;
  private final CareSettings settings;
  private final Lease lease;
  private final Task task;
  private final Cursors cursors;
  private final Pacing pacing;
  private Map<String, String> latest;
  private long lastReport = System.nanoTime();
  private Optional<Long> troubleSince = Optional.empty();

  Job(
      Wire wire,
      CareSettings settings,
      Lease.Taken taken,
      Task task,
      Duration atMost,
      CountDownLatch closing) {
    this.wire = wire;
    this.settings = settings;
    this.lease = taken.lease();
    this.latest = taken.latest();
    this.task = task;
    this.cursors = Cursors.parse(taken.latest().getOrDefault("cursors", ""));
    this.pacing = new Pacing(atMost, closing, this::reportWhenDue);
  }

  /** A primary, in one run of its process. */
  private record Run(Primary primary, String id) {}

  /** Does it, and answers how it ended, as {@link Latest} spells it; never throws. */
  Map<String, String> run() {
    try {
      walkOverAll();
      return ended(Latest.DONE, Optional.empty());
    } catch (Stopped e) {
      return ended(Latest.FAILED, Optional.of(e.sentence()));
    } catch (RuntimeException e) {
      LOG.error("a job failed unexpectedly", e);
      return ended(Latest.FAILED, Optional.of("something failed that should not; see the log"));
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
    for (Primary primary : Pacing.answer(wire.primaries())) {
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
      pacing.ask(run.primary()::ping);
      Page page = pacing.work(() -> run.primary().keys(cursor, task.pattern(), pacing.size()));
      task.work(page.found(), pacing);
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
          Pacing.answer(lease.keep(toBeRemembered()))
              .orElseThrow(() -> new Stopped("it lost its lease, after a pause or a flush"));
      lastReport = System.nanoTime();
    }
  }

  /** From the first trouble on: a process that stood still itself has all its patience left. */
  private void tryOn(StoreUnavailable trouble) {
    long since = troubleSince.orElseGet(System::nanoTime);
    troubleSince = Optional.of(since);
    if (isPast(since, settings.patience())) {
      throw new Stopped(trouble.getMessage() + "; the next one goes on from there");
    }
    LOG.debug("a job waits for Redis", trouble);
    pacing.pause(BREATH);
  }

  private Map<String, String> ended(String state, Optional<String> detail) {
    try {
      return Pacing.answer(lease.end(toBeRemembered(), state, detail))
          .orElseGet(() -> notWritten(detail.orElse("it lost its lease at its very end")));
    } catch (StoreUnavailable e) {
      return notWritten(detail.orElse("how it ended could not be written"));
    }
  }

  /** What is remembered is another's, or older; this is what this one did. */
  private Map<String, String> notWritten(String detail) {
    Map<String, String> fields = new HashMap<>(latest);
    fields.putAll(Latest.fields(toBeRemembered()));
    return Latest.failed(fields, detail);
  }

  private List<String> toBeRemembered() {
    List<String> fields = new ArrayList<>(task.toBeRemembered());
    fields.addAll(List.of("cursors", cursors.toString()));
    return fields;
  }

  private static String runId(Primary primary) {
    return Pacing.answer(primary.info("server")).getOrDefault("run_id", "unknown");
  }

  private static boolean isPast(long since, Duration span) {
    return System.nanoTime() - since > span.toNanos();
  }
}
