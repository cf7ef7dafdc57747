package dev.sojourn.redis.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.testkit.DifficultTexts;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RawBytesTest {

  /** U+10000 in UTF-16 ends with the surrogate that marks bytes. */
  private static final String PAIR = "\ud800\udc00";

  @Test
  void aTextIsUtf8() {
    DifficultTexts.TEXTS.forEach(
        text -> assertThat(RawBytes.encode(text)).isEqualTo(text.getBytes(UTF_8)));
    assertThat(RawBytes.encode(PAIR + PAIR)).isEqualTo((PAIR + PAIR).getBytes(UTF_8));
  }

  @Test
  void bytesAtItsEndStayAsTheyAre() {
    byte[] all = new byte[256];
    IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);

    assertThat(RawBytes.encode(RawBytes.asText(all))).isEqualTo(all);
    assertThat(RawBytes.encode(RawBytes.asText(new byte[0]))).isEmpty();
    byte[] prefix = ("\u00e9" + PAIR).getBytes(UTF_8);
    assertThat(RawBytes.encode("\u00e9" + PAIR + RawBytes.asText(all)))
        .startsWith(prefix)
        .endsWith(all)
        .hasSize(prefix.length + all.length);
  }
}
