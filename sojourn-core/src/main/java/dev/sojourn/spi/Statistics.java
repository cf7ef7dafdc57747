package dev.sojourn.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much there is, told from a sample of the keys.
 *
 * @param keys all keys of the servers, counted, whatever they are
 * @param sampled how many of them were looked at; when that is all, nothing is estimated
 * @param sessions sessions, by estimate
 * @param users users with an index, by estimate
 * @param indexEntries ids in their indexes, by estimate; stale ones too
 * @param memoryBytes what the servers use in all
 * @param memoryMost the most that they may use; empty without a limit
 * @param timesLeft of the sampled sessions, the time that each has left, shortest first
 * @param latestSweep how the latest sweep stands
 */
public record Statistics(
    long keys,
    long sampled,
    long sessions,
    long users,
    long indexEntries,
    long memoryBytes,
    Optional<Long> memoryMost,
    List<Duration> timesLeft,
    Optional<SweepReport> latestSweep) {

  /**
   * Copies the list.
   *
   * @param keys see the record
   * @param sampled see the record
   * @param sessions see the record
   * @param users see the record
   * @param indexEntries see the record
   * @param memoryBytes see the record
   * @param memoryMost see the record
   * @param timesLeft see the record
   * @param latestSweep see the record
   */
  public Statistics {
    timesLeft = List.copyOf(timesLeft);
  }

  /** Whether the numbers are told from a part of the keys. */
  public boolean isEstimate() {
    return sampled < keys;
  }

  /**
   * The time that a share of the sessions has left at most; empty without sessions.
   *
   * @param percent the share, 1 to 100
   */
  public Optional<Duration> timeLeft(int percent) {
    return timesLeft.isEmpty()
        ? Optional.empty()
        : Optional.of(timesLeft.get((timesLeft.size() * percent + 99) / 100 - 1));
  }
}
