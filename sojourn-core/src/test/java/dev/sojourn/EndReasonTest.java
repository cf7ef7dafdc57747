package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndReasonTest {

  @Test
  void aReasonIsAShortName() {
    assertThat(EndReason.LOGOUT.name()).isEqualTo("logout");
    assertThat(EndReason.REVOKED.name()).isEqualTo("revoked");
    assertThat(new EndReason("password-change").name()).isEqualTo("password-change");
    assertThat(new EndReason("x".repeat(32)).name()).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Logout",
        "log out",
        "log_out",
        "logout\n",
        "é",
        "a1",
        "a=b",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      })
  void whatCouldConfuseTheAuditLogIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new EndReason(name));
  }
}
