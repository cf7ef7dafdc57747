package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretHashTest {

  private static final String TEXT = "A".repeat(42) + "E";

  @Test
  void aHashMatchesItselfAlone() {
    SecretHash hash = new SecretHash(TEXT);
    assertThat(hash.matches(new SecretHash(TEXT))).isTrue();
    assertThat(hash.matches(new SecretHash("B" + TEXT.substring(1)))).isFalse();
    assertThat(hash.matches(new SecretHash(TEXT.substring(0, 42) + "A"))).isFalse();
  }

  @Test
  void aHashIsNotShown() {
    assertThat(new SecretHash(TEXT)).hasToString("SecretHash[…]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "B", "AA", "B=", "=", "not a hash", "\u0000"})
  void whatIsNoHashIsRefusedAndNotRepeated(String end) {
    String text = "A".repeat(42) + end;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SecretHash(text))
        .withMessageNotContaining(text);
  }
}
