package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.ScanPage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The statistics of one primary, estimated from the first pages of its keys. Those are a random
 * sample: {@code SCAN} returns keys in the order of a hash that the server seeds at random.
 */
final class PrimarySample {

  private static final int MAX_PAGES = 20;
  private static final int PAGE_SIZE = 500;

  /** For how many sessions the TTL is read, and for how many indexes the size. */
  private static final int MAX_DETAILS = 500;

  private final Set<String> keys = new LinkedHashSet<>();
  private final List<String> sessions = new ArrayList<>();
  private final List<String> indexes = new ArrayList<>();
  private final List<Long> timesLeft;
  private final List<Long> indexSizes;
  private final long allKeys;
  private final ServerMemory memory;

  private PrimarySample(
      PrimaryNode primary, BatchCommands batch, MaintenanceKeys keyspace, long deadline) {
    boolean complete = scan(primary, deadline);
    keys.stream().filter(keyspace::isSession).forEach(sessions::add);
    keys.stream().filter(key -> keyspace.user(key).isPresent()).forEach(indexes::add);
    timesLeft = RateLimiter.await(batch.timesLeft(some(sessions)));
    indexSizes = RateLimiter.await(batch.sizes(some(indexes)));
    allKeys = complete ? keys.size() : Math.max(keys.size(), RateLimiter.await(primary.size()));
    memory = RateLimiter.await(ServerMemory.of(primary));
  }

  /**
   * Samples a primary.
   *
   * @param deadline a {@link System#nanoTime()} after which no further page is read
   */
  static PrimarySample of(
      PrimaryNode primary, BatchCommands batch, MaintenanceKeys keyspace, long deadline) {
    return new PrimarySample(primary, batch, keyspace, deadline);
  }

  /** Reads pages of keys; returns whether it read all of them. */
  private boolean scan(PrimaryNode primary, long deadline) {
    String cursor = ScanPage.BEGINNING;
    for (int i = 0; i < MAX_PAGES; i++) {
      ScanPage page = RateLimiter.await(primary.keys(cursor, PAGE_SIZE));
      keys.addAll(page.found());
      cursor = page.next();
      if (page.isLast() || System.nanoTime() - deadline > 0) {
        return page.isLast();
      }
    }
    return false;
  }

  private static List<String> some(List<String> all) {
    return all.subList(0, Math.min(MAX_DETAILS, all.size()));
  }

  long allKeys() {
    return allKeys;
  }

  long sampled() {
    return keys.size();
  }

  long sessions() {
    return scaled(sessions.size());
  }

  long users() {
    return scaled(indexes.size());
  }

  long indexEntries() {
    double mean = indexSizes.stream().mapToLong(Long::longValue).average().orElse(0);
    return Math.round(users() * mean);
  }

  /** The TTLs in milliseconds, without the sessions that have ended since. */
  List<Long> timesLeft() {
    return timesLeft.stream().filter(left -> left >= 0).toList();
  }

  ServerMemory memory() {
    return memory;
  }

  private long scaled(int count) {
    return keys.isEmpty() ? 0 : Math.round((double) allKeys * count / keys.size());
  }
}
