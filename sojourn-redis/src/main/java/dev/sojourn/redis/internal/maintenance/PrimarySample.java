package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.ScanPage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a primary has, told from the first pages of its keys: they lie in the order of a hash that
 * the server keyed at random, so the first ones are as good as any.
 */
final class PrimarySample {

  private static final int PAGES = 20;
  private static final int PAGE = 500;

  /** Of sessions and of indexes, how many are asked more. */
  private static final int ASKED = 500;

  private final Set<String> keys = new LinkedHashSet<>();
  private final List<String> sessions = new ArrayList<>();
  private final List<String> indexes = new ArrayList<>();
  private final List<Long> timesLeft;
  private final List<Long> sizes;
  private final long allKeys;
  private final Map<String, String> memory;

  private PrimarySample(
      PrimaryNode primary, BatchCommands batch, MaintenanceKeys spelled, long deadline) {
    boolean all = walk(primary, deadline);
    keys.stream().filter(spelled::isSession).forEach(sessions::add);
    keys.stream().filter(key -> spelled.user(key).isPresent()).forEach(indexes::add);
    timesLeft = RateLimiter.answer(batch.timesLeft(some(sessions)));
    sizes = RateLimiter.answer(batch.sizes(some(indexes)));
    allKeys = all ? keys.size() : Math.max(keys.size(), RateLimiter.answer(primary.size()));
    memory = RateLimiter.answer(primary.info("memory"));
  }

  /**
   * Of that primary.
   *
   * @param deadline of {@link System#nanoTime()}, after which no further page is asked for
   */
  static PrimarySample of(
      PrimaryNode primary, BatchCommands batch, MaintenanceKeys spelled, long deadline) {
    return new PrimarySample(primary, batch, spelled, deadline);
  }

  /** Whether these were all keys. */
  private boolean walk(PrimaryNode primary, long deadline) {
    String cursor = ScanPage.BEGINNING;
    for (int i = 0; i < PAGES; i++) {
      String at = cursor;
      ScanPage page = RateLimiter.answer(primary.keys(at, PAGE));
      keys.addAll(page.found());
      cursor = page.next();
      if (page.isLast() || System.nanoTime() - deadline > 0) {
        return page.isLast();
      }
    }
    return false;
  }

  private static List<String> some(List<String> all) {
    return all.subList(0, Math.min(ASKED, all.size()));
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
    double each = sizes.stream().mapToLong(Long::longValue).average().orElse(0);
    return Math.round(users() * each);
  }

  /** Milliseconds, of those that have not ended since. */
  List<Long> timesLeft() {
    return timesLeft.stream().filter(left -> left >= 0).toList();
  }

  long memoryBytes() {
    return number("used_memory").orElse(0L);
  }

  Optional<Long> memoryMost() {
    return number("maxmemory").filter(most -> most > 0);
  }

  private Optional<Long> number(String name) {
    return Optional.ofNullable(memory.get(name))
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::parseLong);
  }

  private long scaled(int count) {
    return keys.isEmpty() ? 0 : Math.round((double) allKeys * count / keys.size());
  }
}
