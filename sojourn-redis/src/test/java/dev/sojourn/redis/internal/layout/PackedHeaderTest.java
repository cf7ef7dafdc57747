package dev.sojourn.redis.internal.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.redis.internal.codec.RawBytes;
import dev.sojourn.spi.SessionRecord;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A session with a packed header is decoded equal; damaged bytes are rejected. */
final class PackedHeaderTest {

  private static final SessionRecord RECORD =
      StoredExamples.full(
          Map.of(
              "role", EncodedValue.text("admin"),
              "cart", EncodedValue.json("{\"items\":[1,2]}"),
              "note", EncodedValue.text("\u00e9".repeat(50))));

  private final StringLayout layout = layout(true);
  private final StringLayout plain = layout(false);

  private static StringLayout layout(boolean compressed) {
    Naming naming = Naming.compact(ShortNames.NONE);
    return new StringLayout(
        new Namings(naming, List.of()).packed(),
        Compression.of(compressed, 1000, Dictionaries.NONE));
  }

  @Test
  void aSessionComesBackFromItsBytes() {
    for (StringLayout one : List.of(layout, plain)) {
      for (StringLayout other : List.of(layout, plain)) {
        StoredSession storedSession = other.decode(StoredExamples.ID, stored(one));
        assertThat(((StoredSession.Decoded) storedSession).record()).isEqualTo(RECORD);
        assertThat(((StoredSession.Decoded) storedSession).naming().isPacked()).isTrue();
      }
    }
  }

  @Test
  void theHeadIsSmall() {
    byte[] bytes = stored(layout);
    PackedHeader packedHeader = PackedHeader.read(bytes).orElseThrow();
    int secrets = 4 * 44 + 14 + 4; // two pending, a sibling and a replaced one, mostly absent
    assertThat(packedHeader.rest() - secrets).isLessThan(70);
  }

  @Test
  void whateverIsCutOffIsRefused() {
    for (StringLayout one : List.of(layout, plain)) {
      byte[] whole = stored(one);
      for (int length = 1; length < whole.length; length++) {
        assertThat(layout.decode(StoredExamples.ID, Arrays.copyOf(whole, length)))
            .isInstanceOf(StoredSession.Unreadable.class);
      }
    }
  }

  @Test
  void anyBytesAreASessionOrRefused() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = stored(layout);
      for (int j = random.nextInt(3); j >= 0; j--) {
        bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt(256);
      }
      StoredSession storedSession = layout.decode(StoredExamples.ID, bytes);
      assertThat(storedSession).isNotInstanceOf(StoredSession.Absent.class);
      byte[] any = new byte[random.nextInt(300)];
      random.nextBytes(any);
      any = Arrays.copyOf(any, any.length + 1);
      any[0] = 3;
      assertThat(layout.decode(StoredExamples.ID, any))
          .isInstanceOf(StoredSession.Unreadable.class);
    }
  }

  @Test
  void textsOfALaterVersionAreRefused() {
    byte[] bytes = stored(layout);
    int which =
        1 + 4 + 32 + 6 + 2 + 1 + 2
            + 3; // after the varints of last_access (333 ms), version and timeouts
    assertThat(bytes[which]).isEqualTo((byte) (1 | 8 | 16 | 32));
    bytes[which] |= 64;
    assertThat(layout.decode(StoredExamples.ID, bytes))
        .isInstanceOf(StoredSession.Unreadable.class);
  }

  /** The value as the script writes it. */
  private static byte[] stored(StringLayout layout) {
    List<String> pieces = layout.record(RECORD);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(RawBytes.encode(pieces.get(0)));
    assertThat(pieces.get(1)).isEmpty();
    six(all, RECORD.createdAt().toEpochMilli());
    PackedHeader.number(
        all, RECORD.lastAccessAt().toEpochMilli() - RECORD.createdAt().toEpochMilli());
    all.writeBytes(RawBytes.encode(pieces.get(2)));
    return all.toByteArray();
  }

  private static void six(ByteArrayOutputStream out, long number) {
    for (int bits = 40; bits >= 0; bits -= 8) {
      out.write((int) (number >> bits));
    }
  }

  @Test
  void aTextIsEscapedAndComesBack() {
    for (String text : List.of("a\"b\\c", "\\u0022", "\u0001", "x", "\u00e9")) {
      assertThat(JsonEscape.decode(JsonEscape.encode(text))).isEqualTo(text);
      assertThat(new String(RawBytes.encode(JsonEscape.encode(text)), UTF_8)).doesNotContain("\"");
    }
  }
}
