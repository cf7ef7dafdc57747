package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NewSessionTest {

  private final NewSession ada = NewSession.of("ada");

  @Test
  void eachMethodAnswersAChangedCopy() {
    NewSession more =
        ada.with("role", "admin").with("visits", 1).on("Phone").from(Client.at("203.0.113.7"));

    assertThat(more.attributes()).containsEntry("role", "admin").containsEntry("visits", 1);
    assertThat(more.device().label()).contains("Phone");
    assertThat(more.device().address()).contains("203.0.113.0/24");
    assertThat(more.user()).contains("ada");
    assertThat(ada.attributes()).isEmpty();
    assertThat(ada.device()).isEqualTo(Device.UNKNOWN);
  }

  @Test
  void anAttributeNamedAgainKeepsItsPlaceAndHasTheLaterValue() {
    NewSession first = ada.with("role", "admin").with("visits", 1);
    NewSession second = first.with("role", "guest").with("theme", "dark");

    assertThat(second.attributes())
        .containsExactly(entry("role", "guest"), entry("visits", 1), entry("theme", "dark"));
    assertThat(first.attributes()).containsExactly(entry("role", "admin"), entry("visits", 1));
  }

  @Test
  void nullIsNoAttributeAndNoLabel() {
    NewSession none = ada.with("role", "admin").with("role", null).with("x", null).on(null);
    assertThat(none.attributes()).isEmpty();
    assertThat(none.device()).isEqualTo(Device.UNKNOWN);
  }

  @Test
  void aSessionMayBeNobodys() {
    assertThat(NewSession.anonymous().user()).isEmpty();
  }

  @Test
  void whatIsNotAskedForIsAsConfigured() {
    Timeouts configured = minutes(30, 60);
    assertThat(ada.timeouts(configured)).isEqualTo(configured);
    assertThat(ada.idleTimeout(Duration.ofMinutes(5)).timeouts(configured))
        .isEqualTo(minutes(5, 60));
    assertThat(ada.absoluteTimeout(Duration.ofMinutes(90)).timeouts(configured))
        .isEqualTo(minutes(30, 90));
  }

  @Test
  void anIdleTimeoutNotAskedForBowsToTheAbsoluteOne() {
    assertThat(ada.absoluteTimeout(Duration.ofMinutes(10)).timeouts(minutes(30, 60)))
        .isEqualTo(minutes(10, 10));
  }

  @Test
  void anIdleTimeoutAskedForDoesNotBow() {
    NewSession impossible =
        ada.idleTimeout(Duration.ofMinutes(20)).absoluteTimeout(Duration.ofMinutes(10));
    assertThatIllegalArgumentException().isThrownBy(() -> impossible.timeouts(minutes(30, 60)));
  }

  @Test
  void whatNoSessionMayHaveIsRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> NewSession.of(""));
    assertThatIllegalArgumentException().isThrownBy(() -> ada.with("", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> ada.on("\n"));
  }

  private static Timeouts minutes(long idle, long absolute) {
    return new Timeouts(Duration.ofMinutes(idle), Duration.ofMinutes(absolute));
  }
}
