package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.ScanPage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a walk over the keys of every primary stands. A cursor is good for one run of one process:
 * another one has its keys in another order, so a primary is told by its {@code run_id}. Not
 * thread-safe.
 */
final class ScanCursors {

  private static final String OVER = "over";

  private final Map<String, String> byRun = new LinkedHashMap<>();

  /** Of the text that {@link #toString} made; of any other as much as can be read. */
  static ScanCursors parse(String text) {
    ScanCursors cursors = new ScanCursors();
    for (String part : text.split(",", -1)) {
      String[] pair = part.split("=", 2);
      if (pair.length == 2 && (pair[1].equals(OVER) || pair[1].matches("\\d{1,20}"))) {
        cursors.byRun.put(pair[0], pair[1]);
      }
    }
    return cursors;
  }

  /** Whether the walk of that run is over. */
  boolean isOver(String run) {
    return OVER.equals(byRun.get(run));
  }

  /** Where the walk of that run goes on. */
  String of(String run) {
    return byRun.getOrDefault(run, ScanPage.BEGINNING);
  }

  /** A page of that run was worked off. */
  void passed(String run, ScanPage page) {
    byRun.put(run, page.isLast() ? OVER : page.next());
  }

  @Override
  public String toString() {
    return byRun.entrySet().stream()
        .map(entry -> entry.getKey() + '=' + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
