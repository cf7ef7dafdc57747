package dev.sojourn.redis.care;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.wire.Page;
import dev.sojourn.redis.wire.Primary;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sweep, on a thread of its own: walks over the keys of every primary, and removes from each
 * index the ids whose session is gone. Each removal is a step that looks again, so that it does no
 * harm however late it runs; the lease only keeps two from doing the same work.
 */
final class Sweeper {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private static final Duration BREATH = Duration.ofMillis(500);

  /** Keys looked at for each that a piece of work may be about: most are no index. */
  private static final int LOOKS = 2;

  private final Wire wire;
  private final CareKeys keys;
  private final CareSettings settings;
  private final Lease lease;
  private final Progress progress;
  private final Pacing pacing;
  private final IndexWalk indexes;
  private Map<String, String> latest;
  private long lastReport = System.nanoTime();
  private Optional<Long> troubleSince = Optional.empty();

  Sweeper(
      Wire wire,
      CareKeys keys,
      CareSettings settings,
      Lease.Taken taken,
      Progress progress,
      Duration atMost,
      CountDownLatch closing) {
    this.wire = wire;
    this.keys = keys;
    this.settings = settings;
    this.lease = taken.lease();
    this.latest = taken.latest();
    this.progress = progress;
    this.pacing = new Pacing(atMost, closing, this::reportWhenDue);
    this.indexes = new IndexWalk(wire, keys, pacing, progress);
  }

  /** A primary, in one run of its process. */
  private record Run(Primary primary, String id) {}

  /** Sweeps, and answers how it ended; never throws. */
  SweepReport run() {
    try {
      sweepAll();
      return ended(State.DONE, Optional.empty());
    } catch (Stopped e) {
      return ended(State.FAILED, Optional.of(e.sentence()));
    } catch (RuntimeException e) {
      LOG.error("a sweep failed unexpectedly", e);
      return ended(State.FAILED, Optional.of("something failed that should not; see the log"));
    }
  }

  private void sweepAll() {
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
      if (!progress.cursors().isOver(run.id())) {
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  /** Until it is over, or another process answers in its place. */
  private void walk(Run run) {
    while (!progress.cursors().isOver(run.id())) {
      String cursor = progress.cursors().of(run.id());
      pacing.ask(run.primary()::ping);
      Page page =
          pacing.work(() -> run.primary().keys(cursor, keys.indexPattern(), LOOKS * pacing.size()));
      indexes.sweep(page.found());
      troubleSince = Optional.empty();
      if (page.isLast() && !runId(run.primary()).equals(run.id())) {
        return; // restarted meanwhile: its keys lie in another order now
      }
      progress.cursors().passed(run.id(), page);
    }
  }

  /** Before each piece of work; a lease that is lost ends the sweep. */
  private void reportWhenDue() {
    if (isPast(lastReport, settings.reports())) {
      latest =
          Pacing.answer(lease.keep(progress))
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
    LOG.debug("a sweep waits for Redis", trouble);
    pacing.pause(BREATH);
  }

  private SweepReport ended(State state, Optional<String> detail) {
    try {
      return Pacing.answer(lease.end(progress, state, detail))
          .map(Latest::report)
          .orElseGet(() -> notWritten(detail.orElse("it lost its lease at its very end")));
    } catch (StoreUnavailable e) {
      return notWritten(detail.orElse("how it ended could not be written"));
    }
  }

  /** What is remembered is another's, or older; this is what this one did. */
  private SweepReport notWritten(String detail) {
    return progress.report(Latest.report(latest), detail);
  }

  private static String runId(Primary primary) {
    return Pacing.answer(primary.info("server")).getOrDefault("run_id", "unknown");
  }

  private static boolean isPast(long since, Duration span) {
    return System.nanoTime() - since > span.toNanos();
  }
}
