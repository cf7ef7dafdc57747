package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What is asked of a revocation, and whether the answer is as certain. */
final class CertaintyTest {

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
