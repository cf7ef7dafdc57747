package dev.sojourn.spi;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Maintenance of a store: jobs over all sessions. Implementations are thread-safe and never block
 * the caller. A stage fails with {@link dev.sojourn.StoreUnavailable} when the store does not
 * answer, and with {@link dev.sojourn.MaintenanceNotAllowed} when it does not permit what the job
 * needs.
 */
public interface SessionMaintenance extends AutoCloseable {

  /**
   * Starts a sweep: removes ids from the users' indexes whose session is gone. One sweep runs at a
   * time in the whole fleet. An unfinished one of the same mode is resumed.
   */
  CompletionStage<JobStart<SweepReport>> sweep(SweepRequest request);

  /** The report of the fleet's latest sweep; empty when none is on record. */
  CompletionStage<Optional<SweepReport>> latestSweep();

  /** Counts estimated from a sample, so the work is bounded however many sessions there are. */
  CompletionStage<Statistics> statistics();

  /** Stops a running job, which can be resumed. Blocks briefly. */
  @Override
  void close();
}
