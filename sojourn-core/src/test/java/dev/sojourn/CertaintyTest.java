package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What is asked of a revocation, and whether the answer is as certain. */
final class CertaintyTest {

  @Test
  void anAnswerIsCertainWhenAsManyConfirmedAsWereAsked() {
    assertThat(new Ended(1).isCertain()).isTrue();
    assertThat(new Ended(1, Certainty.replicated(1), 0).isCertain()).isFalse();
    assertThat(new Ended(1, Certainty.replicated(1), 1).isCertain()).isTrue();
    assertThat(new Ended(0, Certainty.replicated(2), 3).isCertain()).isTrue();
  }

  @Test
  void noneToAHundredReplicasCanBeAsked() {
    assertThat(Certainty.replicated(0)).isEqualTo(Certainty.PRIMARY);
    assertThat(Certainty.replicated(100).replicas()).isEqualTo(100);
    assertThatIllegalArgumentException().isThrownBy(() -> Certainty.replicated(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Certainty.replicated(101));
  }
}
