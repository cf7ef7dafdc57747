package dev.sojourn.spi;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Looks after a store beside its verbs: jobs that walk over everything. Implementations are
 * thread-safe and block no caller. A stage fails with {@link dev.sojourn.StoreUnavailable} when the
 * store does not answer, and with {@link dev.sojourn.MaintenanceNotAllowed} when it refuses what
 * the jobs need.
 */
public interface SessionMaintenance extends AutoCloseable {

  /**
   * Begins to remove ids from the users' indexes whose session is gone; one sweep at a time in the
   * whole fleet. An unfinished one of the same kind is gone on with.
   */
  CompletionStage<JobStart<SweepReport>> sweep(SweepRequest request);

  /** How the latest sweep of the fleet stands; empty when none is remembered. */
  CompletionStage<Optional<SweepReport>> latestSweep();

  /** How much there is, by estimate: the work for it is bounded, however much that is. */
  CompletionStage<Statistics> statistics();

  /** Stops what is under way; it can be gone on with. Blocks a little. */
  @Override
  void close();
}
