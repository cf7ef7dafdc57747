package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.connection.BatchCommands.SetWalk;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.ScanPage;
import dev.sojourn.spi.SweepMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes from each index the ids whose session is gone: reads indexes page by page, however many
 * ids they name, and sweeps what it read.
 */
final class Sweep implements JobTask {

  /** To look whether a session is there is cheap; to read an index, or to remove, is not. */
  private static final int DEARER = 8;

  private final BatchCommands batch;
  private final MaintenanceKeys keys;
  private final StaleIds stale;
  private final SweepProgress progress;

  Sweep(RedisConnection connection, MaintenanceKeys keys, SweepProgress progress) {
    this.batch = connection.bulk();
    this.keys = keys;
    this.stale = new StaleIds(connection, keys);
    this.progress = progress;
  }

  /**
   * An index, and where the walk over its ids stands.
   *
   * @param user whose index
   * @param walk the index's key, and where its next page begins
   */
  private record Open(String user, SetWalk walk) {

    IdBatch portion(ScanPage page) {
      return new IdBatch(walk.set(), user, page.found());
    }

    Open after(ScanPage page) {
      return new Open(user, new SetWalk(walk.set(), page.next()));
    }
  }

  @Override
  public String pattern() {
    return keys.indexPattern();
  }

  @Override
  public List<String> toBeRemembered() {
    return progress.toBeRemembered();
  }

  /** Sweeps those of these keys that are indexes. */
  @Override
  public void work(List<String> found, RateLimiter rateLimiter) {
    List<Open> open = new ArrayList<>();
    found.forEach(key -> open(key).ifPresent(open::add));
    while (!open.isEmpty()) {
      List<Open> some = open.subList(0, Math.min(few(rateLimiter), open.size()));
      List<Open> rest = read(List.copyOf(some), rateLimiter);
      some.clear();
      open.addAll(rest);
    }
  }

  private Optional<Open> open(String key) {
    return keys.user(key).map(user -> new Open(user, new SetWalk(key, ScanPage.BEGINNING)));
  }

  /** Sweeps a page of each; answers those that have more. */
  private List<Open> read(List<Open> some, RateLimiter rateLimiter) {
    List<SetWalk> walks = some.stream().map(Open::walk).toList();
    List<ScanPage> pages = rateLimiter.work(() -> batch.members(walks, AdaptiveRate.MOST));
    List<IdBatch> portions = new ArrayList<>();
    List<Open> rest = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      ScanPage page = pages.get(i);
      portions.add(some.get(i).portion(page));
      if (!page.isLast()) {
        rest.add(some.get(i).after(page));
      }
    }
    settle(gone(portions, rateLimiter), rateLimiter);
    progress.sawUsers(some.size() - rest.size());
    return rest;
  }

  private List<IdBatch> gone(List<IdBatch> portions, RateLimiter rateLimiter) {
    List<IdBatch> gone = new ArrayList<>();
    for (List<IdBatch> group : IdBatch.grouped(portions, rateLimiter.size())) {
      gone.addAll(rateLimiter.work(() -> stale.among(group)));
    }
    return gone;
  }

  /** Removes them, or only counts them. */
  private void settle(List<IdBatch> gone, RateLimiter rateLimiter) {
    if (progress.kind() == SweepMode.DRY_RUN) {
      progress.sawStale(gone.stream().mapToLong(idBatch -> idBatch.ids().size()).sum());
      return;
    }
    for (List<IdBatch> group : IdBatch.grouped(gone, few(rateLimiter))) {
      progress.sawStale(rateLimiter.work(() -> stale.removed(group)));
    }
  }

  private static int few(RateLimiter rateLimiter) {
    return Math.max(AdaptiveRate.LEAST, rateLimiter.size() / DEARER);
  }
}
