package dev.sojourn.redis.internal.layout;

import dev.sojourn.redis.internal.connection.RawBytes;
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
 * A {@link RecordHeader} in bytes, as scripts read it, and what follows it:
 *
 * <pre>
 * \3 &lt;last four of the id&gt; &lt;hash: 32&gt; &lt;created_at: 6&gt;
 * &lt;from there to last_access&gt; &lt;version&gt; &lt;idle&gt; &lt;absolute&gt;
 *                              numbers of seven bits a byte, the lowest first, all but the last byte above 127
 * &lt;which: 1&gt; &lt;length&gt; &lt;text&gt; …    a bit for each of user_id, device, address, pending, siblings, replaced
 * &lt;the rest&gt;                  the document without what stands here; compressed, or as it is
 * </pre>
 *
 * <p>Timeouts are twice their seconds and one, or twice their milliseconds. Device and address are
 * mostly in the rest; those that a script has set stand here and count.
 *
 * @param members of the head, by their readable names
 * @param rest where what follows it begins
 */
record PackedHeader(Map<String, String> members, int rest) {

  private static final char MARK = '\3';
  private static final String FORMAT = "1:";
  private static final int TAIL = 4;
  private static final int HASH = 32;
  private static final int MOST_BITS = 49; // as far as the scripts count
  private static final List<String> TEXTS =
      List.of("user_id", "device", "address", "pending", "siblings", "replaced");

  /** Whether the bytes begin as a packed session does. */
  static boolean isPacked(byte[] stored) {
    return stored.length > 0 && stored[0] == MARK;
  }

  /** The head that these bytes begin with; empty when they do not. */
  static Optional<PackedHeader> read(byte[] stored) {
    try {
      return Optional.of(new Reader(stored).read());
    } catch (RuntimeException | CharacterCodingException e) { // whatever else may be wrong with it
      return Optional.empty();
    }
  }

  /**
   * A session in three pieces, the second empty: after the first stand times that only the server
   * knows.
   *
   * @param user whose it is, as the scripts take it
   * @param rest what follows the head, as it is stored
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
    span(end, record.timeouts().idle().toMillis());
    span(end, record.timeouts().absolute().toMillis());
    members.keySet().removeAll(List.of("device", "address"));
    texts(end, members);
    end.writeBytes(rest);
    return List.of(RawBytes.asText(begin), "", RawBytes.asText(end.toByteArray()));
  }

  private static void texts(ByteArrayOutputStream end, Map<String, String> members) {
    int which = 0;
    for (int i = 0; i < TEXTS.size(); i++) {
      which |= members.containsKey(TEXTS.get(i)) ? 1 << i : 0;
    }
    end.write(which);
    for (String name : TEXTS) {
      String text = members.get(name);
      if (text != null) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(end, bytes.length);
        end.writeBytes(bytes);
      }
    }
  }

  private static void span(ByteArrayOutputStream out, long millis) {
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

  /** Reads the head; throws whatever it meets where it is none. */
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
      int which = in.get();
      for (int i = 0; i < TEXTS.size(); i++) {
        if ((which & 1 << i) != 0) {
          String text = Utf8.decode(bytes(Math.toIntExact(number(in))));
          members.put(TEXTS.get(i), JsonEscape.decode(text));
        }
      }
      if (which >> TEXTS.size() != 0) {
        throw new IllegalArgumentException("texts of a later version");
      }
      return new PackedHeader(members, in.position());
    }

    private byte[] bytes(int count) {
      if (count > in.remaining()) {
        throw new IllegalArgumentException("longer than all of it");
      }
      byte[] bytes = Arrays.copyOfRange(in.array(), in.position(), in.position() + count);
      in.position(in.position() + count);
      return bytes;
    }

    private static long millis(long span) {
      return span % 2 == 1 ? (span - 1) * 500 : span / 2;
    }
  }

  /** The number that stands next; throws what it meets where there is none. */
  static long number(ByteBuffer in) {
    long number = 0;
    for (int bits = 0; bits < MOST_BITS; bits += 7) {
      long b = in.get();
      number |= (b & 0x7f) << bits;
      if (b >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }
}
