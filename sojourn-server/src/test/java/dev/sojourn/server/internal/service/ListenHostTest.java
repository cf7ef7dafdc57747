package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListenHostTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true, 127.0.0.1",
    "127.9.9.9, true, 127.9.9.9",
    "::1, true, ::1",
    "localhost, true, localhost",
    "0.0.0.0, false, 127.0.0.1",
    "::, false, ::1",
    "192.0.2.1, false, 192.0.2.1",
    "no.such.host.invalid, false, no.such.host.invalid"
  })
  void callsFromThisMachineGoToTheHostOrToLoopback(
      String host, boolean loopback, String forLocalCalls) {
    assertThat(new ListenHost(host).isLoopback()).isEqualTo(loopback);
    assertThat(new ListenHost(host).forLocalCalls()).isEqualTo(forLocalCalls);
  }
}
