package dev.sojourn.redis.internal.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.redis.internal.codec.RawBytes;
import dev.sojourn.testkit.DifficultTexts;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed texts are inflated; damaged or too large ones are rejected. */
final class CompressionTest {

  private static final String LONG = "ab\u00e9\uD83D\uDE00 ".repeat(100);

  private final Compression compression = Compression.of(true, 1000, Dictionaries.NONE);

  @Test
  void aTextComesBackFromFewerBytes() throws UnreadableValue {
    byte[] compressed = compressed(LONG);
    assertThat(compressed).hasSizeLessThan(100);
    assertThat(inflated(compressed)).isEqualTo(LONG);
    for (String text : DifficultTexts.TEXTS) {
      String longer = text.repeat(70);
      Optional<String> stored = compression.compressed(Compression.TEXT, longer);
      if (stored.isPresent()) {
        assertThat(inflated(bytes(stored.get()))).isEqualTo(longer);
      }
    }
  }

  @Test
  void whatIsShortOrWouldGrowStaysAsItIs() {
    assertThat(compression.compressed(Compression.TEXT, "a".repeat(64))).isEmpty();
    assertThat(compression.compressed(Compression.TEXT, "a".repeat(65))).isPresent();
    String random =
        new Random(1)
            .ints(70, ' ', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assertThat(compression.compressed(Compression.TEXT, random)).isEmpty();
    assertThat(Compression.OFF.compressed(Compression.TEXT, LONG)).isEmpty();
  }

  @Test
  void whateverIsCutOffIsFound() {
    byte[] whole = compressed(LONG);
    for (int length = 1; length < whole.length; length++) {
      assertUnreadable(Arrays.copyOf(whole, length));
    }
    assertUnreadable(Arrays.copyOf(whole, whole.length + 1));
  }

  @Test
  void anotherLengthThanItsOwnIsFound() {
    String stored = new String(compressed(LONG), ISO_8859_1);
    int length = LONG.getBytes(UTF_8).length;
    for (int other : new int[] {0, 1, length - 1, length + 1}) {
      assertUnreadable(stored.replace(":" + length + ":", ":" + other + ":").getBytes(ISO_8859_1));
    }
  }

  /** A header with a large length is rejected at once; a false length bounds the work. */
  @Test
  void aBombIsRefusedWithoutInflatingIt() {
    assertThatThrownBy(() -> inflated("\1:1000000000:x".getBytes(ISO_8859_1)))
        .isInstanceOf(UnreadableValue.class)
        .hasMessageContaining("more than a session may hold");
    byte[] zeros = Deflate.deflated(new byte[50_000_000], Optional.empty(), 1_000_000);
    byte[] lying = ("\1:1000:" + new String(zeros, ISO_8859_1)).getBytes(ISO_8859_1);
    assertUnreadable(lying);
  }

  @Test
  void manyValuesTogetherAreNoMoreThanASessionMayHold() {
    byte[] compressed = compressed("a".repeat(500_000));
    Compression.Budget budget = compression.budget();
    assertThat(IntStream.range(0, 2).filter(i -> isInflated(budget, compressed)).count())
        .isEqualTo(1);
  }

  @Test
  void anUnknownDictionaryIsNamed() {
    assertThatThrownBy(() -> inflated("\2abc-1:100:x".getBytes(ISO_8859_1)))
        .isInstanceOf(UnreadableValue.class)
        .hasMessageContaining("its dictionary abc-1 is not known here");
  }

  @Test
  void whatADictionaryHoldsIsReferredTo() throws UnreadableValue {
    String text =
        "{\"theme\":\"dark\",\"plan\":\"pro\",\"locale\":\"de-DE\",\"role\":\"admin\",\"n\":17}";
    Dictionary dictionary = new Dictionary(text.replace("17", "23").getBytes(UTF_8));
    Compression with = Compression.of(true, 1000, Dictionaries.only(dictionary));
    byte[] stored = bytes(with.compressed(Compression.JSON, text).orElseThrow());

    assertThat(stored).hasSizeLessThan(30);
    assertThat(new String(stored, ISO_8859_1)).startsWith("\2" + dictionary.id() + ":");
    assertThat(new String(with.budget().inflated(stored, 0), UTF_8)).isEqualTo(text);
    assertThatThrownBy(() -> inflated(stored))
        .hasMessageContaining("its dictionary " + dictionary.id() + " is not known here");
    assertThat(inflated(bytes(compression.compressed(Compression.TEXT, LONG).orElseThrow())))
        .as("the next one is without")
        .isEqualTo(LONG);
  }

  /** Deflate's best ratio: 258 bytes for a reference of two bits and more. */
  @Test
  void aBombIsRefusedWithADictionaryToo() {
    Dictionary dictionary = new Dictionary("\0".repeat(Dictionary.MOST_BYTES).getBytes(UTF_8));
    Compression with = Compression.of(true, 1000, Dictionaries.only(dictionary));
    byte[] zeros = Deflate.deflated(new byte[50_000_000], Optional.of(dictionary), 1_000_000);
    for (String length : new String[] {"1000", "1000000000"}) {
      String header = "\1" + dictionary.id() + ":" + length + ":";
      byte[] lying = (header + new String(zeros, ISO_8859_1)).getBytes(ISO_8859_1);
      assertThatThrownBy(() -> with.budget().inflated(lying, 0))
          .isInstanceOf(UnreadableValue.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\1", "\1:", "\1::x", "\1:-1:x", "\1:01:x", "\1:1", "\1a b:1:x", "x"})
  void anotherHeaderIsDamaged(String text) {
    assertUnreadable(text.getBytes(ISO_8859_1));
  }

  @Test
  void anyBytesAreRefusedOrOfTheLengthThatTheySay() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = compressed(LONG);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        compression.budget().inflated(bytes, 0);
      } catch (UnreadableValue e) {
        assertThat(e.stored()).isInstanceOf(StoredSession.Unreadable.class);
      }
    }
  }

  private boolean isInflated(Compression.Budget budget, byte[] bytes) {
    try {
      budget.inflated(bytes, 0);
      return true;
    } catch (UnreadableValue e) {
      return false;
    }
  }

  private void assertUnreadable(byte[] bytes) {
    assertThatThrownBy(() -> compression.budget().inflated(bytes, 0))
        .isInstanceOf(UnreadableValue.class);
  }

  private byte[] compressed(String text) {
    return bytes(compression.compressed(Compression.TEXT, text).orElseThrow());
  }

  private String inflated(byte[] bytes) throws UnreadableValue {
    return new String(compression.budget().inflated(bytes, 0), UTF_8);
  }

  private static byte[] bytes(String stored) {
    return RawBytes.encode(stored);
  }
}
