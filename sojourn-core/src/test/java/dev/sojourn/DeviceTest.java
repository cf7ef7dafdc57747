package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceTest {

  @Test
  void aDeviceIsSeenAtItsClientsNetwork() {
    assertThat(Device.labelled("Phone").at(Client.at("203.0.113.7")))
        .isEqualTo(new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24")));
  }

  @Test
  void whatTheNewerKnowsWins() {
    Device older = new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24"));

    assertThat(older.updatedBy(Device.UNKNOWN)).isEqualTo(older);
    assertThat(Device.UNKNOWN.updatedBy(older)).isEqualTo(older);
    assertThat(older.updatedBy(Device.labelled("Tablet"))).isEqualTo(older.withLabel("Tablet"));
    assertThat(older.updatedBy(Device.UNKNOWN.at(Client.at("10.1.2.3"))))
        .isEqualTo(new Device(Optional.of("Phone"), Optional.of("10.1.2.0/24")));
  }

  @Test
  void aLabelThatIsTooLongIsCutBetweenCodePoints() {
    String longest = "😀".repeat(Device.LONGEST_LABEL);
    assertThat(Device.labelled(longest).label()).contains(longest);
    assertThat(Device.labelled(longest + "x").label()).contains(longest);
    assertThat(Device.labelled("x" + longest + "😀").label())
        .contains("x" + "😀".repeat(Device.LONGEST_LABEL - 1));
  }

  @Test
  void noLabelIsNone() {
    assertThat(Device.labelled(null)).isEqualTo(Device.UNKNOWN);
    assertThat(Device.labelled("")).isEqualTo(Device.UNKNOWN);
    assertThat(Device.labelled("Phone").withLabel(null)).isEqualTo(Device.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "a\u0000b", "a\u007f", "\u0085", "\ud800", "x\udc00"})
  void whatCannotBeShownIsNoLabel(String label) {
    assertRefused(label);
  }

  @Test
  void anAddressIsALineToo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Device(Optional.empty(), Optional.of("203.0.113.0/24\r\n")))
        .withMessageContaining("address");
  }

  private static void assertRefused(String label) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Device.labelled(label))
        .withMessageStartingWith("a device's label");
  }
}
