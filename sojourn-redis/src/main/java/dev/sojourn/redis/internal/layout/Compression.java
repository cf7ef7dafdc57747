package dev.sojourn.redis.internal.layout;

import dev.sojourn.redis.internal.codec.RawBytes;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compresses texts with deflate where that makes them smaller. A compressed text begins with a
 * control character, as no other text of a layout does, then dictionary and length, then raw
 * deflate:
 *
 * <pre>
 * \1&lt;dictionary&gt;:&lt;bytes&gt;:…    a text        \2&lt;dictionary&gt;:&lt;bytes&gt;:…    JSON
 * </pre>
 *
 * <p>Behind a {@link PackedHeader}, which scripts do not read past: {@code \4}, the six bytes of
 * the dictionary's id, the length as a varint, then raw deflate.
 *
 * <p>The length is that of the inflated bytes, so a text that would be too large is not inflated.
 * The dictionary's id is empty where none was used.
 */
public final class Compression {

  /** Compresses nothing; reads what is compressed. */
  public static final Compression OFF = new Compression(false, 0, Dictionaries.NONE);

  /** The longest text that is not compressed: what a hash in its compact encoding may hold. */
  static final int LONGEST_PLAIN = 64;

  static final char TEXT = '\1';
  static final char JSON = '\2';
  static final char PACKED = '\4';

  private static final int MIN_LIMIT = 64 * 1024;
  private static final int PER_BYTE = 8; // JSON may need six for one, and has names beside
  private static final int MAX_HEADER = 64;
  private static final int ID_BYTES = 6;
  private static final Pattern HEADER =
      Pattern.compile("[\1\2]([A-Za-z0-9_-]{0,32}):(0|[1-9][0-9]{0,9}):.*", Pattern.DOTALL);

  private final boolean compresses;
  private final long maxBytes;
  private final Dictionaries dictionaries;

  private Compression(boolean compresses, int sessionBytes, Dictionaries dictionaries) {
    this.compresses = compresses;
    this.dictionaries = dictionaries;
    this.maxBytes = (long) PER_BYTE * Math.max(sessionBytes, MIN_LIMIT);
  }

  /**
   * A compression.
   *
   * @param on whether new values are compressed
   * @param sessionBytes the size limit of a session, which bounds what is inflated
   * @param dictionaries the preset dictionaries
   */
  public static Compression of(boolean on, int sessionBytes, Dictionaries dictionaries) {
    return new Compression(on, sessionBytes, dictionaries);
  }

  /** Whether new values are compressed. */
  public boolean isOn() {
    return compresses;
  }

  /** The ids of the dictionaries that can be used to inflate. */
  Set<String> dictionaries() {
    return dictionaries.known();
  }

  /** The text compressed behind that mark; empty where it is not worth it. */
  Optional<String> compressed(char mark, String text) {
    return deflated(text, header(mark)).map(RawBytes::asText);
  }

  /** The bytes of a text behind a packed header, compressed where that is worth it. */
  byte[] packed(String text) {
    return deflated(text, this::packedHeader)
        .orElseGet(() -> text.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<byte[]> deflated(String text, Header header) {
    if (!compresses || text.length() * 3L <= LONGEST_PLAIN) {
      return Optional.empty();
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_PLAIN || bytes.length > maxBytes) {
      return Optional.empty();
    }
    Optional<Dictionary> dictionary = dictionaries.current();
    byte[] begin = header.of(dictionary, bytes.length);
    byte[] deflated = Deflate.deflated(bytes, dictionary, bytes.length - begin.length);
    if (deflated.length == 0) {
      return Optional.empty();
    }
    byte[] all = Arrays.copyOf(begin, begin.length + deflated.length);
    System.arraycopy(deflated, 0, all, begin.length, deflated.length);
    return Optional.of(all);
  }

  private interface Header {
    byte[] of(Optional<Dictionary> dictionary, int length);
  }

  private static Header header(char mark) {
    return (dictionary, length) ->
        (mark + dictionary.map(Dictionary::id).orElse("") + ':' + length + ':')
            .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] packedHeader(Optional<Dictionary> dictionary, int length) {
    if (dictionary.isEmpty()) {
      return header(JSON).of(dictionary, length);
    }
    ByteArrayOutputStream begin = new ByteArrayOutputStream();
    begin.write(PACKED);
    begin.writeBytes(Base64.getUrlDecoder().decode(dictionary.get().id()));
    PackedHeader.number(begin, length);
    return begin.toByteArray();
  }

  /** The offset of the compressed part; the length of the bytes without one. */
  static int offset(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == TEXT || bytes[i] == JSON) {
        return i;
      }
    }
    return bytes.length;
  }

  /** How the part at an offset is compressed: its dictionary and a colon; empty if it is not. */
  static String scheme(byte[] bytes, int from) {
    if (from < bytes.length && bytes[from] == PACKED && bytes.length - from > ID_BYTES) {
      return packedId(bytes, from) + ':';
    }
    if (from == bytes.length || (bytes[from] != TEXT && bytes[from] != JSON)) {
      return "";
    }
    String start = start(bytes, from);
    return start.substring(1, start.indexOf(':') + 1);
  }

  private static String packedId(byte[] bytes, int from) {
    return Base64.getUrlEncoder()
        .encodeToString(Arrays.copyOfRange(bytes, from + 1, from + 1 + ID_BYTES));
  }

  private static String start(byte[] bytes, int from) {
    int length = Math.min(MAX_HEADER, bytes.length - from);
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  /** A new budget for reading one session. */
  Budget budget() {
    return new Budget(maxBytes, dictionaries);
  }

  /** Limits the inflated bytes of all values of a session together, against decompression bombs. */
  static final class Budget {

    private final Dictionaries dictionaries;
    private long left;

    private Budget(long left, Dictionaries dictionaries) {
      this.left = left;
      this.dictionaries = dictionaries;
    }

    /**
     * Inflates a compressed part.
     *
     * @throws UnreadableValue when it is damaged or too large, or its dictionary is not known
     */
    byte[] inflated(byte[] bytes, int from) throws UnreadableValue {
      Matcher header = HEADER.matcher(start(bytes, from));
      if (!header.matches()) {
        throw new UnreadableValue("a damaged compressed value");
      }
      return inflated(
          header.group(1),
          Long.parseLong(header.group(2)),
          Arrays.copyOfRange(bytes, from + header.end(2) + 1, bytes.length));
    }

    private byte[] inflated(String dictionary, long length, byte[] deflated)
        throws UnreadableValue {
      left -= length;
      if (left < 0) {
        throw new UnreadableValue("compressed values of more than a session may hold");
      }
      return Deflate.inflated(deflated, dictionary(dictionary), (int) length);
    }

    /**
     * The bytes behind a packed header, inflated where they are compressed.
     *
     * @throws UnreadableValue as {@link #inflated}
     */
    byte[] unpacked(byte[] bytes, int from) throws UnreadableValue {
      if (from < bytes.length && bytes[from] == JSON) {
        return inflated(bytes, from);
      }
      if (from == bytes.length || bytes[from] != PACKED) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
      }
      try {
        ByteBuffer in =
            ByteBuffer.wrap(bytes, from + 1 + ID_BYTES, bytes.length - from - 1 - ID_BYTES);
        long length = PackedHeader.number(in);
        return inflated(
            packedId(bytes, from), length, Arrays.copyOfRange(bytes, in.position(), bytes.length));
      } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
        throw new UnreadableValue("a damaged compressed value");
      }
    }

    private Optional<Dictionary> dictionary(String id) throws UnreadableValue {
      if (id.isEmpty()) {
        return Optional.empty();
      }
      Optional<Dictionary> known = dictionaries.known(id);
      if (known.isEmpty()) {
        throw dictionaries.isMissing(id)
            ? new UnreadableValue("its dictionary " + id + " is not known here")
            : UnreadableValue.without(id);
      }
      return known;
    }
  }
}
