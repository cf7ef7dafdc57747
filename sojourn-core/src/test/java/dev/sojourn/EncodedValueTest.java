package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.EncodedValue.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodedValueTest {

  @Test
  void aTextIsAnyText() {
    assertThat(EncodedValue.text("").text()).isEmpty();
    assertThat(EncodedValue.text("\u0000\r\n😀").kind()).isEqualTo(Kind.TEXT);
    assertThat(EncodedValue.text("1")).isNotEqualTo(EncodedValue.json("1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "null", "0", "-1", "9", "[]", "{}"})
  void jsonIsAnythingButAString(String json) {
    assertThat(EncodedValue.json(json).text()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "\"text\"", "+1", ".5", "]", "}", "'", "\n[]"})
  void whatCannotBeJsonIsRefused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> EncodedValue.json(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "x\udfff", "\udc00\ud800"})
  void whatUtf8CannotCarryIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> EncodedValue.text(text));
    assertThatIllegalArgumentException().isThrownBy(() -> EncodedValue.json("[" + text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "€", "\uffff", "😀"})
  void bytesAreThoseOfUtf8(String text) {
    String twice = text + "-" + text;
    assertThat(EncodedValue.text(twice).bytes())
        .isEqualTo(twice.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void aValueIsNotShown() {
    assertThat(EncodedValue.text("secret")).hasToString("TEXT[6]");
    assertThat(EncodedValue.json("[1]")).hasToString("JSON[3]");
  }
}
