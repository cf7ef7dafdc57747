package dev.sojourn.redis.internal.layout;

import dev.sojourn.redis.internal.codec.RawBytes;
import dev.sojourn.spi.SessionRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link RecordHeader} in a binary form that scripts can read, at the beginning of a string value
 * ({@link PackedFormat}):
 *
 * <pre>
 * \3 &lt;last four of the id&gt; &lt;hash: 32&gt; &lt;created_at: 6&gt;
 * &lt;from there to last_access&gt; &lt;version&gt; &lt;idle&gt; &lt;absolute&gt;
 *                              varints: seven bits a byte, the lowest first, all but the last byte above 127
 * &lt;flags: 1&gt; &lt;length&gt; &lt;text&gt; …    a bit for each of user_id, device, address, pending, siblings, replaced
 * &lt;the rest&gt;                  the document without these members; may be compressed
 * </pre>
 *
 * <p>A timeout is twice its seconds plus one, or twice its milliseconds. Device and address are
 * usually in the rest; those that a script has set are here and take precedence.
 *
 * @param members the members of the header by their readable names
 * @param rest the offset of the rest
 */
record PackedHeader(Map<String, String> members, int rest) {

  private static final char MARK = '\3';
  private static final String FORMAT = "1:";
  private static final int TAIL = 4;
  private static final int HASH = 32;
  private static final int MAX_BITS = 49; // as in the scripts
  private static final List<String> TEXTS =
      List.of("user_id", "device", "address", "pending", "siblings", "replaced");

  /** Whether the value begins with a packed header. */
  static boolean isPacked(byte[] stored) {
    return stored.length > 0 && stored[0] == MARK;
  }

  /** Reads the header; empty when it is damaged. */
  static Optional<PackedHeader> read(byte[] stored) {
    try {
      return Optional.of(new Reader(stored).read());
    } catch (RuntimeException | CharacterCodingException e) { // damaged in any way
      return Optional.empty();
    }
  }

  /**
   * The arguments that write a session: three pieces, the second empty. The script inserts the
   * times behind the first.
   *
   * @param user the session's user, escaped for the scripts
   * @param rest what follows the header, as it is stored
   */
  static List<String> record(SessionRecord record, Optional<String> user, byte[] rest) {
    Map<String, String> members = RecordHeader.members(record, Naming.READABLE);
    user.ifPresent(text -> members.put("user_id", text));
    String secret =
        RecordHeader.secret(record.id(), record.secrets().current()).substring(FORMAT.length());
    byte[] begin = new byte[1 + TAIL + HASH];
    begin[0] = MARK;
    System.arraycopy(secret.getBytes(StandardCharsets.US_ASCII), 0, begin, 1, TAIL);
    byte[] hash = Base64.getUrlDecoder().decode(secret.substring(TAIL + 1));
    System.arraycopy(hash, 0, begin, 1 + TAIL, HASH);
    ByteArrayOutputStream end = new ByteArrayOutputStream();
    number(end, record.version());
    timeout(end, record.timeouts().idle().toMillis());
    timeout(end, record.timeouts().absolute().toMillis());
    members.keySet().removeAll(List.of("device", "address"));
    writeTexts(end, members);
    end.writeBytes(rest);
    return List.of(RawBytes.asText(begin), "", RawBytes.asText(end.toByteArray()));
  }

  private static void writeTexts(ByteArrayOutputStream end, Map<String, String> members) {
    int flags = 0;
    for (int i = 0; i < TEXTS.size(); i++) {
      flags |= members.containsKey(TEXTS.get(i)) ? 1 << i : 0;
    }
    end.write(flags);
    for (String name : TEXTS) {
      String text = members.get(name);
      if (text != null) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(end, bytes.length);
        end.writeBytes(bytes);
      }
    }
  }

  private static void timeout(ByteArrayOutputStream out, long millis) {
    number(out, millis % 1000 == 0 ? millis / 1000 * 2 + 1 : millis * 2);
  }

  static void number(ByteArrayOutputStream out, long number) {
    long left = number;
    while (left > 0x7f) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>= 7;
    }
    out.write((int) left);
  }

  /** Reads the header; throws any runtime exception when it is damaged. */
  private static final class Reader {

    private final ByteBuffer in;
    private final Map<String, String> members = new HashMap<>();

    Reader(byte[] stored) {
      this.in = ByteBuffer.wrap(stored, 1, stored.length - 1);
    }

    PackedHeader read() throws CharacterCodingException {
      String tail = Utf8.decode(bytes(TAIL));
      String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(HASH));
      members.put(RecordHeader.SECRET, FORMAT + tail + ':' + hash);
      long created = (in.getShort() & 0xffffL) << 32 | (in.getInt() & 0xffffffffL);
      members.put("created_at", Long.toString(created));
      members.put("last_access", Long.toString(created + number(in)));
      members.put("version", Long.toString(number(in)));
      members.put("idle", Long.toString(millis(number(in))));
      members.put("absolute", Long.toString(millis(number(in))));
      int flags = in.get();
      for (int i = 0; i < TEXTS.size(); i++) {
        if ((flags & 1 << i) != 0) {
          String text = Utf8.decode(bytes(Math.toIntExact(number(in))));
          members.put(TEXTS.get(i), JsonEscape.decode(text));
        }
      }
      if (flags >> TEXTS.size() != 0) {
        throw new IllegalArgumentException("texts of a later version");
      }
      return new PackedHeader(members, in.position());
    }

    private byte[] bytes(int count) {
      if (count > in.remaining()) {
        throw new IllegalArgumentException("longer than the value");
      }
      byte[] bytes = Arrays.copyOfRange(in.array(), in.position(), in.position() + count);
      in.position(in.position() + count);
      return bytes;
    }

    private static long millis(long span) {
      return span % 2 == 1 ? (span - 1) * 500 : span / 2;
    }
  }

  /** Reads a varint; throws a runtime exception when it is damaged. */
  static long number(ByteBuffer in) {
    long number = 0;
    for (int bits = 0; bits < MAX_BITS; bits += 7) {
      long b = in.get();
      number |= (b & 0x7f) << bits;
      if (b >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("an endless number");
  }
}
