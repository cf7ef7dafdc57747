package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.spi.SweepMode;
import java.util.List;
import java.util.Map;

/** What a sweep has done so far; it can be gone on with. Not thread-safe. */
final class SweepProgress {

  private final SweepMode kind;
  private long users;
  private long stale;
  private long removed;

  private SweepProgress(SweepMode kind) {
    this.kind = kind;
  }

  /** Of what was remembered, or of nothing. */
  static SweepProgress of(SweepMode kind, Map<String, String> remembered) {
    SweepProgress progress = new SweepProgress(kind);
    progress.users = JobStatus.number(remembered, "users");
    progress.stale = JobStatus.number(remembered, "stale");
    progress.removed = JobStatus.number(remembered, "removed");
    return progress;
  }

  SweepMode kind() {
    return kind;
  }

  void sawUsers(int count) {
    users += count;
  }

  /** So many ids were found stale and, unless it is a dry run, removed. */
  void sawStale(long count) {
    stale += count;
    removed += kind == SweepMode.REMOVE ? count : 0;
  }

  /** Fields and values, to be remembered. */
  List<String> toBeRemembered() {
    return List.of(
        "kind", JobStatus.name(kind),
        "users", Long.toString(users),
        "stale", Long.toString(stale),
        "removed", Long.toString(removed));
  }
}
