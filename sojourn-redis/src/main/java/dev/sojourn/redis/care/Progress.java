package dev.sojourn.redis.care;

import dev.sojourn.spi.SweepRequest.Kind;
import java.util.List;
import java.util.Map;

/** What a sweep has done so far; it can be gone on with. Not thread-safe. */
final class Progress {

  private final Kind kind;
  private long users;
  private long stale;
  private long removed;

  private Progress(Kind kind) {
    this.kind = kind;
  }

  /** Of what was remembered, or of nothing. */
  static Progress of(Kind kind, Map<String, String> remembered) {
    Progress progress = new Progress(kind);
    progress.users = Latest.number(remembered, "users");
    progress.stale = Latest.number(remembered, "stale");
    progress.removed = Latest.number(remembered, "removed");
    return progress;
  }

  Kind kind() {
    return kind;
  }

  void sawUsers(int count) {
    users += count;
  }

  /** So many ids were found stale and, unless it is a dry run, removed. */
  void sawStale(long count) {
    stale += count;
    removed += kind == Kind.REMOVE ? count : 0;
  }

  /** Fields and values, to be remembered. */
  List<String> toBeRemembered() {
    return List.of(
        "kind", Latest.name(kind),
        "users", Long.toString(users),
        "stale", Long.toString(stale),
        "removed", Long.toString(removed));
  }
}
