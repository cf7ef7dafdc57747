package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.0/24",
    "0.0.0.0, 0.0.0.0/24",
    "255.255.255.255, 255.255.255.0/24",
    "10.0.0.1, 10.0.0.0/24"
  })
  void theNetworkOfAnIpv4AddressIsItsFirst24Bits(String ip, String network) {
    assertThat(Client.at(ip).network()).isEqualTo(network);
  }

  /** As in RFC 5952: lower case, no leading zeros, the longest run of zeros compressed. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:85a3:8d3:1319:8a2e:370:7348, 2001:db8:85a3::/48",
    "2001:0DB8:0001:0002:0003:0004:0005:0006, 2001:db8:1::/48",
    "2001:db8::7, 2001:db8::/48",
    "2001:db8:0:1::7, 2001:db8::/48",
    "2001:0:0:1::1, 2001::/48",
    "2001:0:5::1, 2001:0:5::/48",
    "0:1:2::, 0:1:2::/48",
    "0:0:5::9, 0:0:5::/48",
    "0:1::9, 0:1::/48",
    "::, ::/48",
    "::1, ::/48",
    "1:2:3:4:5:6:7::, 1:2:3::/48",
    "::2:3:4:5:6:7:8, 0:2:3::/48",
    "fe80::1, fe80::/48",
    "64:ff9b::203.0.113.7, 64:ff9b::/48"
  })
  void theNetworkOfAnIpv6AddressIsItsFirst48Bits(String ip, String network) {
    assertThat(Client.at(ip).network()).isEqualTo(network);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:203.0.113.7", "::FFFF:cb00:7107", "0:0:0:0:0:ffff:203.0.113.7"})
  void aMappedIpv4AddressIsAnIpv4Address(String ip) {
    assertThat(Client.at(ip).network()).isEqualTo("203.0.113.0/24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.org",
        "a",
        "127.1",
        "127",
        "2130706433",
        "0x7f.0.0.1",
        "1.2.3.4.5",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "01.2.3.4",
        "1.2.3.04",
        "256.1.1.1",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4\n",
        "1.2.3.4/24",
        "١.٢.٣.٤",
        "fe80::1%eth0",
        "fe80::1%1",
        "[::1]",
        "::1 ",
        "::g",
        "cafe",
        ".:1",
        "..:",
        ".::1",
        "a.b:c",
        "unknown",
        "_hidden"
      })
  void whatIsNoLiteralIsRefusedAndNotLookedUp(String ip) {
    assertThatIllegalArgumentException().isThrownBy(() -> Client.at(ip)).withNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "1:2",
        "1.2.3.4:80",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3.4.5",
        "::127.1",
        "::256.1.1.1",
        "::ffff:1.2.3.4:5",
        "a:b",
        "1::."
      })
  void whatOnlyLooksLikeALiteralIsRefused(String ip) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Client.at(ip))
        .withMessageContaining("IPv4 or IPv6 literal");
  }

  @Test
  void anAddressTooLongIsNotEvenParsed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Client.at("0:".repeat(50_000) + ":"))
        .withNoCause();
  }
}
