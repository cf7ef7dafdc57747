package dev.sojourn.redis.care;

import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a sweep has done so far, and where it is; it can be gone on with. Not thread-safe. */
final class Progress {

  private final Kind kind;
  private final Cursors cursors;
  private long users;
  private long stale;
  private long removed;

  private Progress(Kind kind, Cursors cursors) {
    this.kind = kind;
    this.cursors = cursors;
  }

  /** Of what was remembered, or of nothing. */
  static Progress of(Kind kind, Map<String, String> remembered) {
    Progress progress = new Progress(kind, Cursors.parse(remembered.getOrDefault("cursors", "")));
    progress.users = Latest.number(remembered, "users");
    progress.stale = Latest.number(remembered, "stale");
    progress.removed = Latest.number(remembered, "removed");
    return progress;
  }

  Kind kind() {
    return kind;
  }

  Cursors cursors() {
    return cursors;
  }

  void sawUsers(int count) {
    users += count;
  }

  /** So many ids were found stale and, unless it is a dry run, removed. */
  void sawStale(long count) {
    stale += count;
    removed += kind == Kind.REMOVE ? count : 0;
  }

  /** A report of this that could not be written, at the moment of the latest that could. */
  SweepReport report(SweepReport latest, String detail) {
    return new SweepReport(
        State.FAILED,
        kind,
        users,
        stale,
        removed,
        latest.startedAt(),
        latest.took(),
        Optional.of(detail));
  }

  /** Fields and values, to be remembered. */
  List<String> toBeRemembered() {
    return new ArrayList<>(
        List.of(
            "kind", Latest.name(kind),
            "users", Long.toString(users),
            "stale", Long.toString(stale),
            "removed", Long.toString(removed),
            "cursors", cursors.toString()));
  }
}
