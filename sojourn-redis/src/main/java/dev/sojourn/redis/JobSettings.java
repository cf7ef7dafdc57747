package dev.sojourn.redis;

import java.time.Duration;

/**
 * How the jobs behave.
 *
 * @param lease how long a sweep that reports nothing is still taken for one that runs
 * @param reports how often a sweep writes how it stands
 * @param patience how long a sweep tries on while Redis does not answer
 * @param remembered how long the latest sweep can be looked at
 */
public record JobSettings(
    Duration lease, Duration reports, Duration patience, Duration remembered) {

  /** What is used unless a test is in a hurry. */
  public static final JobSettings DEFAULT =
      new JobSettings(
          Duration.ofSeconds(15),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofDays(7));
}
