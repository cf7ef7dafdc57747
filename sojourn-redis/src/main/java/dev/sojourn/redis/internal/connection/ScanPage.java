package dev.sojourn.redis.internal.connection;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ValueScanCursor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A part of a walk over keys or a set's members; the same one may come again on a later page.
 *
 * @param next where the walk goes on, {@value #BEGINNING} when it is over
 * @param found what the page holds, perhaps nothing
 */
public record ScanPage(String next, List<String> found) {

  /** Where a walk begins. */
  public static final String BEGINNING = "0";

  /** Nothing, and nothing more. */
  static final ScanPage NONE = new ScanPage(BEGINNING, List.of());

  /** Whether the walk is over with this page. */
  public boolean isLast() {
    return next.equals(BEGINNING);
  }

  static ScanPage of(KeyScanCursor<String> reply) {
    return new ScanPage(reply.getCursor(), reply.getKeys());
  }

  static ScanPage of(ValueScanCursor<byte[]> reply) {
    return new ScanPage(
        reply.getCursor(),
        reply.getValues().stream()
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .toList());
  }
}
