package dev.sojourn.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Counts of what the store holds, estimated from a sample of the keys.
 *
 * @param keys the exact number of all keys on the servers, of any kind
 * @param sampled how many of them were read; if all, no number is an estimate
 * @param sessions estimated number of sessions
 * @param users estimated number of users with an index
 * @param indexEntries estimated number of ids in their indexes, including stale ones
 * @param memoryBytes the memory used by all servers
 * @param memoryMost the maximum memory of all servers; empty without a limit
 * @param evictionPolicy the {@code maxmemory-policy} by which a server may evict sessions and
 *     indexes before they expire; empty if none may
 * @param timesLeft the remaining time to live of each sampled session, shortest first
 * @param latestSweep the report of the latest sweep
 */
public record Statistics(
    long keys,
    long sampled,
    long sessions,
    long users,
    long indexEntries,
    long memoryBytes,
    Optional<Long> memoryMost,
    Optional<String> evictionPolicy,
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
   * @param evictionPolicy see the record
   * @param timesLeft see the record
   * @param latestSweep see the record
   */
  public Statistics {
    timesLeft = List.copyOf(timesLeft);
  }

  /** Whether the numbers are estimated from a part of the keys. */
  public boolean isEstimate() {
    return sampled < keys;
  }

  /**
   * A percentile of the remaining time to live; empty without sessions.
   *
   * @param percent the percentile, 1 to 100
   */
  public Optional<Duration> timeLeft(int percent) {
    return timesLeft.isEmpty()
        ? Optional.empty()
        : Optional.of(timesLeft.get((timesLeft.size() * percent + 99) / 100 - 1));
  }
}
