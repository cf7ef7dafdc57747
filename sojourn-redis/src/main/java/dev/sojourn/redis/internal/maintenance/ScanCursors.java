package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.ScanPage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The {@code SCAN} cursor of every primary, saved so that a later run can resume. A cursor is only
 * valid for one server process, since another one has its keys in another order; so cursors are
 * stored by {@code run_id}. Not thread-safe.
 */
final class ScanCursors {

  private static final String OVER = "over";

  private final Map<String, String> byRunId = new LinkedHashMap<>();

  /** Parses the text that {@link #toString} made; skips what cannot be read. */
  static ScanCursors parse(String text) {
    ScanCursors cursors = new ScanCursors();
    for (String part : text.split(",", -1)) {
      String[] pair = part.split("=", 2);
      if (pair.length == 2 && (pair[1].equals(OVER) || pair[1].matches("\\d{1,20}"))) {
        cursors.byRunId.put(pair[0], pair[1]);
      }
    }
    return cursors;
  }

  /** Whether the scan of that server process is complete. */
  boolean isDone(String runId) {
    return OVER.equals(byRunId.get(runId));
  }

  /** Where the scan of that server process resumes. */
  String cursorOf(String runId) {
    return byRunId.getOrDefault(runId, ScanPage.BEGINNING);
  }

  /** Moves the cursor past a page that was processed. */
  void advance(String runId, ScanPage page) {
    byRunId.put(runId, page.isLast() ? OVER : page.next());
  }

  @Override
  public String toString() {
    return byRunId.entrySet().stream()
        .map(entry -> entry.getKey() + '=' + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
