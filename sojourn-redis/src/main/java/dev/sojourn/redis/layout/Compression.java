package dev.sojourn.redis.layout;

import dev.sojourn.redis.wire.RawBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts deflated where that makes them smaller. A compressed one begins with a control character,
 * as no text of a layout does, then what helps to read it, then raw deflate:
 *
 * <pre>
 * \1&lt;dictionary&gt;:&lt;bytes&gt;:…    a text        \2&lt;dictionary&gt;:&lt;bytes&gt;:…    JSON
 * </pre>
 *
 * <p>The number is that of the bytes that come out, so none is read that would be too large. The
 * dictionary's name is empty where none was used; others are of a later version.
 */
public final class Compression {

  /** Nothing is compressed, and what is can be read. */
  public static final Compression OFF = new Compression(false, 0);

  /** The longest text that stays as it is, as long as a compact hash holds. */
  static final int LONGEST_PLAIN = 64;

  static final char TEXT = '\1';
  static final char JSON = '\2';

  private static final int LEAST_LIMIT = 64 * 1024;
  private static final int PER_BYTE = 8; // JSON may need six for one, and names around
  private static final int LONGEST_HEADER = 64;
  private static final Pattern HEADER =
      Pattern.compile("[\1\2]([A-Za-z0-9_-]{0,32}):(0|[1-9][0-9]{0,9}):.*", Pattern.DOTALL);

  private final boolean compresses;
  private final long mostBytes;

  private Compression(boolean compresses, int sessionBytes) {
    this.compresses = compresses;
    this.mostBytes = (long) PER_BYTE * Math.max(sessionBytes, LEAST_LIMIT);
  }

  /**
   * Compression of sessions that may hold so much.
   *
   * @param on whether new values are compressed
   * @param sessionBytes most bytes of a session
   */
  public static Compression of(boolean on, int sessionBytes) {
    return new Compression(on, sessionBytes);
  }

  /** The text compressed behind that mark; empty where it stays as it is. */
  Optional<String> compressed(char mark, String text) {
    if (!compresses || text.length() * 3L <= LONGEST_PLAIN) {
      return Optional.empty();
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_PLAIN || bytes.length > mostBytes) {
      return Optional.empty();
    }
    String header = mark + ":" + bytes.length + ":";
    byte[] deflated = Deflate.deflated(bytes, bytes.length - header.length());
    return deflated.length == 0
        ? Optional.empty()
        : Optional.of(header + RawBytes.asText(deflated));
  }

  /** Where something compressed begins; the number of bytes where nothing does. */
  static int begin(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == TEXT || bytes[i] == JSON) {
        return i;
      }
    }
    return bytes.length;
  }

  /**
   * How what begins there is written: the mark and dictionary of something compressed, or nothing.
   */
  static String way(byte[] bytes, int from) {
    if (from == bytes.length || begin(bytes) != from) {
      return "";
    }
    String start = start(bytes, from);
    return start.substring(0, start.indexOf(':') + 1);
  }

  private static String start(byte[] bytes, int from) {
    int length = Math.min(LONGEST_HEADER, bytes.length - from);
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  /** What may still be inflated of a session. */
  Budget budget() {
    return new Budget(mostBytes);
  }

  /** So many bytes may come out of a session's compressed values, all together. */
  static final class Budget {

    private long left;

    private Budget(long left) {
      this.left = left;
    }

    /**
     * The bytes that were compressed.
     *
     * @throws UnreadableValue when it is none, or too large
     */
    byte[] inflated(byte[] bytes, int from) throws UnreadableValue {
      Matcher header = HEADER.matcher(start(bytes, from));
      if (!header.matches()) {
        throw new UnreadableValue("a damaged compressed value");
      }
      if (!header.group(1).isEmpty()) {
        throw new UnreadableValue("its dictionary " + header.group(1) + " is not known here");
      }
      long length = Long.parseLong(header.group(2));
      left -= length;
      if (left < 0) {
        throw new UnreadableValue("compressed values of more than a session may hold");
      }
      byte[] deflated = Arrays.copyOfRange(bytes, from + header.end(2) + 1, bytes.length);
      return Deflate.inflated(deflated, (int) length);
    }
  }
}
