package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.connection.BatchCommands.SetWalk;
import dev.sojourn.redis.internal.connection.ScanPage;
import dev.sojourn.spi.SweepMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sweep: removes stale ids, whose session is gone, from every user's index. Indexes are read
 * page by page, so their size does not matter.
 */
final class Sweep implements JobTask {

  /** Reading an index, or removing an id, costs about this many times a check for a session. */
  private static final int COST_FACTOR = 8;

  private final BatchCommands batch;
  private final MaintenanceKeys keys;
  private final StaleIds staleIds;
  private final SweepProgress progress;

  Sweep(BatchCommands batch, MaintenanceKeys keys, SweepProgress progress) {
    this.batch = batch;
    this.keys = keys;
    this.staleIds = new StaleIds(batch, keys);
    this.progress = progress;
  }

  /**
   * The scan of one index.
   *
   * @param user whose index it is
   * @param walk the key of the index, and where its next page begins
   */
  private record IndexScan(String user, SetWalk walk) {

    IdBatch ids(ScanPage page) {
      return new IdBatch(walk.set(), user, page.found());
    }

    IndexScan after(ScanPage page) {
      return new IndexScan(user, new SetWalk(walk.set(), page.next()));
    }
  }

  @Override
  public String keyPattern() {
    return keys.indexPattern();
  }

  @Override
  public List<String> progress() {
    return progress.fields();
  }

  /** Sweeps the keys that are indexes. */
  @Override
  public void process(List<String> found, RateLimiter rateLimiter) {
    List<IndexScan> open = new ArrayList<>();
    found.forEach(key -> scanOf(key).ifPresent(open::add));
    while (!open.isEmpty()) {
      List<IndexScan> some = open.subList(0, Math.min(smallBatch(rateLimiter), open.size()));
      List<IndexScan> unfinished = sweepPages(List.copyOf(some), rateLimiter);
      some.clear();
      open.addAll(unfinished);
    }
  }

  private Optional<IndexScan> scanOf(String key) {
    return keys.user(key).map(user -> new IndexScan(user, new SetWalk(key, ScanPage.BEGINNING)));
  }

  /** Sweeps one page of each index; returns the indexes that have more. */
  private List<IndexScan> sweepPages(List<IndexScan> scans, RateLimiter rateLimiter) {
    List<SetWalk> walks = scans.stream().map(IndexScan::walk).toList();
    List<ScanPage> pages = rateLimiter.run(() -> batch.members(walks, AdaptiveRate.MAX_BATCH));
    List<IdBatch> batches = new ArrayList<>();
    List<IndexScan> unfinished = new ArrayList<>();
    for (int i = 0; i < scans.size(); i++) {
      ScanPage page = pages.get(i);
      batches.add(scans.get(i).ids(page));
      if (!page.isLast()) {
        unfinished.add(scans.get(i).after(page));
      }
    }
    removeOrCount(findStale(batches, rateLimiter), rateLimiter);
    progress.addUsers(scans.size() - unfinished.size());
    return unfinished;
  }

  private List<IdBatch> findStale(List<IdBatch> batches, RateLimiter rateLimiter) {
    List<IdBatch> stale = new ArrayList<>();
    for (List<IdBatch> group : IdBatch.group(batches, rateLimiter.batchSize())) {
      stale.addAll(rateLimiter.run(() -> staleIds.find(group)));
    }
    return stale;
  }

  /** Removes the ids; a dry run only counts them. */
  private void removeOrCount(List<IdBatch> stale, RateLimiter rateLimiter) {
    if (progress.kind() == SweepMode.DRY_RUN) {
      progress.addStale(stale.stream().mapToLong(ids -> ids.ids().size()).sum());
      return;
    }
    for (List<IdBatch> group : IdBatch.group(stale, smallBatch(rateLimiter))) {
      progress.addStale(rateLimiter.run(() -> staleIds.remove(group)));
    }
  }

  private static int smallBatch(RateLimiter rateLimiter) {
    return Math.max(AdaptiveRate.MIN_BATCH, rateLimiter.batchSize() / COST_FACTOR);
  }
}
