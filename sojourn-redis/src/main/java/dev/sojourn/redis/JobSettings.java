package dev.sojourn.redis;

import java.time.Duration;

/**
 * Timing of the maintenance jobs, which are sweeps and migrations. Immutable. The defaults fit
 * production; tests shorten them.
 *
 * @param lease how long a job holds its lease without renewing it; a job whose server was killed is
 *     reported as failed after this time. Default 15 s
 * @param reportInterval how often a job saves its progress and renews its lease. Default 1 s
 * @param retryTimeout how long a job retries while Redis is unavailable. Default 10 s
 * @param retention how long Redis keeps the status of the latest job. Default 7 days
 */
public record JobSettings(
    Duration lease, Duration reportInterval, Duration retryTimeout, Duration retention) {

  /** The defaults. */
  public static final JobSettings DEFAULT =
      new JobSettings(
          Duration.ofSeconds(15),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofDays(7));
}
