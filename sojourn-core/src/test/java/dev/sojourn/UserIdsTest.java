package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserIdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "ada", " ", "...", ".a", "*", "a:b", "{x}", "%", "😀", "e\u0301", "\u202e"})
  void aUserIdIsKeptAsGiven(String user) {
    assertThat(UserIds.require(user)).isSameAs(user);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "\n", "a\r\nFLUSHALL\r\n", "\u0000", "\u007f", "\ud800", "a\udfff"})
  void whatKeysUrlsOrLogsCannotCarryIsRefused(String user) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserIds.require(user))
        .withMessageStartingWith("a user id");
  }

  @Test
  void aUserIdIsCountedInCodePoints() {
    String longest = "😀".repeat(UserIds.MOST_CODE_POINTS);
    assertThat(UserIds.require(longest)).isEqualTo(longest);
    assertThatIllegalArgumentException().isThrownBy(() -> UserIds.require(longest + "x"));
  }
}
