package dev.sojourn.rig.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressRewriterTest {

  private static final Map<String, String> ADDRESSES =
      Map.of("127.0.0.1:12001", "127.0.0.1:40001", "127.0.0.1:12002", "127.0.0.1:40002");
  private static final String ANSWERS =
      "-MOVED 5 127.0.0.1:12001\r\n$57\r\nid 127.0.0.1:12002@22002 master\n127.0.0.1:12003@22003\r\n:1\r\n";

  @Test
  void everyAddressIsReplacedWhereverChunksEnd() {
    String expected = ANSWERS.replace(":12001", ":40001").replace(":12002", ":40002");
    for (int size = 1; size <= ANSWERS.length(); size++) {
      assertThat(readdressed(size)).as("in chunks of %s", size).isEqualTo(expected);
    }
  }

  @Test
  void anAnswerThatOnlyBeginsLikeAnAddressIsNotHeldBack() {
    AddressRewriter addressRewriter = new AddressRewriter(ADDRESSES);
    byte[] answer = "$3\r\n127\r\n".getBytes(UTF_8);
    assertThat(addressRewriter.of(answer, answer.length)).isEqualTo(answer);
  }

  @Test
  void anAddressOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new AddressRewriter(Map.of("127.0.0.1:12001", "127.0.0.1:4001")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String readdressed(int size) {
    AddressRewriter addressRewriter = new AddressRewriter(ADDRESSES);
    StringBuilder text = new StringBuilder();
    byte[] answers = ANSWERS.getBytes(UTF_8);
    for (int at = 0; at < answers.length; at += size) {
      byte[] chunk = Arrays.copyOfRange(answers, at, Math.min(at + size, answers.length));
      text.append(new String(addressRewriter.of(chunk, chunk.length), UTF_8));
    }
    return text.toString();
  }
}
