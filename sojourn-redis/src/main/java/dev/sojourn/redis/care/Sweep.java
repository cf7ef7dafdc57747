package dev.sojourn.redis.care;

import dev.sojourn.redis.wire.Bulk;
import dev.sojourn.redis.wire.Bulk.SetWalk;
import dev.sojourn.redis.wire.Page;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.SweepRequest.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes from each index the ids whose session is gone: reads indexes page by page, however many
 * ids they name, and sweeps what it read.
 */
final class Sweep implements Task {

  /** To look whether a session is there is cheap; to read an index, or to remove, is not. */
  private static final int DEARER = 8;

  private final Bulk bulk;
  private final CareKeys keys;
  private final StaleIds stale;
  private final Progress progress;

  Sweep(Wire wire, CareKeys keys, Progress progress) {
    this.bulk = wire.bulk();
    this.keys = keys;
    this.stale = new StaleIds(wire, keys);
    this.progress = progress;
  }

  /**
   * An index, and where the walk over its ids stands.
   *
   * @param user whose index
   * @param walk the index's key, and where its next page begins
   */
  private record Open(String user, SetWalk walk) {

    Portion portion(Page page) {
      return new Portion(walk.set(), user, page.found());
    }

    Open after(Page page) {
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
  public void work(List<String> found, Pacing pacing) {
    List<Open> open = new ArrayList<>();
    found.forEach(key -> open(key).ifPresent(open::add));
    while (!open.isEmpty()) {
      List<Open> some = open.subList(0, Math.min(few(pacing), open.size()));
      List<Open> rest = read(List.copyOf(some), pacing);
      some.clear();
      open.addAll(rest);
    }
  }

  private Optional<Open> open(String key) {
    return keys.user(key).map(user -> new Open(user, new SetWalk(key, Page.BEGINNING)));
  }

  /** Sweeps a page of each; answers those that have more. */
  private List<Open> read(List<Open> some, Pacing pacing) {
    List<SetWalk> walks = some.stream().map(Open::walk).toList();
    List<Page> pages = pacing.work(() -> bulk.members(walks, Pace.MOST));
    List<Portion> portions = new ArrayList<>();
    List<Open> rest = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      Page page = pages.get(i);
      portions.add(some.get(i).portion(page));
      if (!page.isLast()) {
        rest.add(some.get(i).after(page));
      }
    }
    settle(gone(portions, pacing), pacing);
    progress.sawUsers(some.size() - rest.size());
    return rest;
  }

  private List<Portion> gone(List<Portion> portions, Pacing pacing) {
    List<Portion> gone = new ArrayList<>();
    for (List<Portion> group : Portion.grouped(portions, pacing.size())) {
      gone.addAll(pacing.work(() -> stale.among(group)));
    }
    return gone;
  }

  /** Removes them, or only counts them. */
  private void settle(List<Portion> gone, Pacing pacing) {
    if (progress.kind() == Kind.DRY_RUN) {
      progress.sawStale(gone.stream().mapToLong(portion -> portion.ids().size()).sum());
      return;
    }
    for (List<Portion> group : Portion.grouped(gone, few(pacing))) {
      progress.sawStale(pacing.work(() -> stale.removed(group)));
    }
  }

  private static int few(Pacing pacing) {
    return Math.max(Pace.LEAST, pacing.size() / DEARER);
  }
}
