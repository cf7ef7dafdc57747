package dev.sojourn.spi;

import java.util.concurrent.CompletionStage;

/**
 * What a store answers when a job over all sessions, a sweep or a migration, is started.
 *
 * @param <R> the job's report
 */
public sealed interface JobStart<R> {

  /**
   * The job is running.
   *
   * @param report its progress at the start
   * @param end its final report; never fails
   * @param <R> the job's report
   */
  record Started<R>(R report, CompletionStage<R> end) implements JobStart<R> {}

  /**
   * Another job of the same kind is running in the fleet; nothing was started.
   *
   * @param <R> the job's report
   */
  record AlreadyRunning<R>() implements JobStart<R> {}
}
