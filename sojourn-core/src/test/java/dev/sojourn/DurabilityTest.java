package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The durability of a revocation, requested and achieved. */
final class DurabilityTest {

  @Test
  void anAnswerIsCertainWhenAsManyConfirmedAsWereAsked() {
    assertThat(new Ended(1).isCertain()).isTrue();
    assertThat(new Ended(1, Durability.replicated(1), 0).isCertain()).isFalse();
    assertThat(new Ended(1, Durability.replicated(1), 1).isCertain()).isTrue();
    assertThat(new Ended(0, Durability.replicated(2), 3).isCertain()).isTrue();
  }

  @Test
  void noneToAHundredReplicasCanBeAsked() {
    assertThat(Durability.replicated(0)).isEqualTo(Durability.PRIMARY);
    assertThat(Durability.replicated(100).replicas()).isEqualTo(100);
    assertThatIllegalArgumentException().isThrownBy(() -> Durability.replicated(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Durability.replicated(101));
  }
}
