package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.SessionsPerUser.AtLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionsPerUserTest {

  @Test
  void aLimitIsOneToTheHighest() {
    assertThat(new SessionsPerUser(1, AtLimit.REFUSE).isLimited()).isTrue();
    assertThat(new SessionsPerUser(SessionsPerUser.HIGHEST, AtLimit.END_OLDEST).isLimited())
        .isTrue();
    assertThat(SessionsPerUser.NONE.isLimited()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, -1, SessionsPerUser.HIGHEST + 1, Integer.MAX_VALUE - 1, Integer.MIN_VALUE})
  void anyOtherNumberIsRefusedWithItsValue(int most) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionsPerUser(most, AtLimit.REFUSE))
        .withMessageContaining("1 to 500: " + most);
  }
}
