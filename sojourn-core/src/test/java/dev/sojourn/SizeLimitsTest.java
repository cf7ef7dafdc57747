package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SizeLimitsTest {

  private final SizeLimits limits = new SizeLimits(10, 2);

  @Test
  void namesAndValuesCountInUtf8() {
    assertThatCode(() -> limits.require(Map.of("é", text("€€aa")))).doesNotThrowAnyException();
    assertTooLarge(Map.of("é", text("€€aaa")));
    assertTooLarge(Map.of("éé", text("€€a")));
  }

  @Test
  void allAttributesCountTogether() {
    assertThatCode(() -> limits.require(Map.of("a", text("1234"), "b", text("1234"))))
        .doesNotThrowAnyException();
    assertTooLarge(Map.of("a", text("1234"), "b", text("12345")));
    assertTooLarge(Map.of("a", text(""), "b", text(""), "c", text("")));
  }

  @Test
  void theErrorSaysTheLimits() {
    assertThat(limits.tooLarge()).hasMessageContaining("2 attributes").hasMessageContaining("10");
  }

  @Test
  void aLimitIsAtLeastOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SizeLimits(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SizeLimits(1, 0));
  }

  @Test
  void theDefaultIs64KibibytesIn128Attributes() {
    assertThat(SizeLimits.DEFAULT).isEqualTo(new SizeLimits(65536, 128));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", " ", "user_id", "=x", "@x", "~", "{}", "*", "😀", "\u00a0", "\u2028"})
  void aNameIsAnyLine(String name) {
    assertThat(SizeLimits.requireName(name)).isSameAs(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\u0000", "a\tb", "\u001f", "\u007f", "\u009f", "\ud83d"})
  void aNameHasNoControlCharacters(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SizeLimits.requireName(name))
        .withMessageStartingWith("an attribute's name");
  }

  @Test
  void aNameIsCountedInCodePoints() {
    String longest = "😀".repeat(SizeLimits.LONGEST_NAME);
    assertThat(SizeLimits.requireName(longest)).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SizeLimits.requireName(longest + "x"))
        .withMessageContaining("1 to 128")
        .withMessageNotContaining("😀");
  }

  private void assertTooLarge(Map<String, EncodedValue> attributes) {
    assertThatExceptionOfType(SessionTooLarge.class).isThrownBy(() -> limits.require(attributes));
  }

  private static EncodedValue text(String text) {
    return EncodedValue.text(text);
  }
}
