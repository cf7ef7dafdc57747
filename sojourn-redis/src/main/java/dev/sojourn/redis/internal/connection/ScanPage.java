package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.RawBytes;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ValueScanCursor;
import java.util.List;

/**
 * A page of a scan over keys or the members of a set. An item may appear on several pages.
 *
 * @param next the cursor of the next page, {@value #BEGINNING} after the last one
 * @param found the items, perhaps none
 */
public record ScanPage(String next, List<String> found) {

  /** The cursor of the first page. */
  public static final String BEGINNING = "0";

  /** An empty last page. */
  public static final ScanPage NONE = last(List.of());

  /** A last page with these items. */
  public static ScanPage last(List<String> items) {
    return new ScanPage(BEGINNING, items);
  }

  /** Whether this is the last page. */
  public boolean isLast() {
    return next.equals(BEGINNING);
  }

  static ScanPage of(KeyScanCursor<String> reply) {
    return new ScanPage(reply.getCursor(), reply.getKeys());
  }

  static ScanPage of(ValueScanCursor<byte[]> reply) {
    return new ScanPage(
        reply.getCursor(), reply.getValues().stream().map(RawBytes::decode).toList());
  }
}
