package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.spi.SweepMode;
import java.util.List;
import java.util.Map;

/** The counts of a sweep so far, saved so that a later run can resume them. Not thread-safe. */
final class SweepProgress {

  private final SweepMode kind;
  private long users;
  private long stale;
  private long removed;

  private SweepProgress(SweepMode kind) {
    this.kind = kind;
  }

  /** Resumes from saved status fields; missing ones count as zero. */
  static SweepProgress resume(SweepMode kind, Map<String, String> saved) {
    SweepProgress progress = new SweepProgress(kind);
    progress.users = JobStatus.number(saved, "users");
    progress.stale = JobStatus.number(saved, "stale");
    progress.removed = JobStatus.number(saved, "removed");
    return progress;
  }

  SweepMode kind() {
    return kind;
  }

  void addUsers(int count) {
    users += count;
  }

  /** Counts ids that were found stale and, unless it is a dry run, removed. */
  void addStale(long count) {
    stale += count;
    removed += kind == SweepMode.REMOVE ? count : 0;
  }

  /** The fields to save, as alternating names and values. */
  List<String> fields() {
    return List.of(
        "kind", JobStatus.name(kind),
        "users", Long.toString(users),
        "stale", Long.toString(stale),
        "removed", Long.toString(removed));
  }
}
