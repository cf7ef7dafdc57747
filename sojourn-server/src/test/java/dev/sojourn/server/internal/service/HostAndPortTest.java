package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.server.internal.api.TestService;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listen addresses. */
final class HostAndPortTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, 127.0.0.1, 8080",
    "localhost:0, localhost, 0",
    "[::1]:65535, ::1, 65535",
    "0.0.0.0:1, 0.0.0.0, 1"
  })
  void anAddressIsReadAndWrittenAlike(String text, String host, int port) {
    assertThat(HostAndPort.parse(text)).isEqualTo(new HostAndPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8080",
        ":8080",
        "localhost",
        "localhost:",
        "::1:80",
        "[]:1",
        "a:65536",
        "a:x",
        "a:-1",
        "a b:1",
        "http://a:1",
        "a:1/",
        "[x]:1"
      })
  void whatIsNoAddressIsRefusedInASentence(String text) {
    assertThatThrownBy(() -> HostAndPort.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(a listen address is|a port must be) .*");
  }

  @Test
  void theManagementAddressIsAnotherOne() {
    assertThatThrownBy(() -> settings(8080, 8080))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must differ");
    assertThat(settings(8080, 8081).address()).hasToString("localhost:8080");
    assertThat(settings(0, 0).port()).isZero();
  }

  private static ServerSettings settings(int port, int management) {
    return new ServerSettings(
        "localhost",
        port,
        Optional.of(new HostAndPort("localhost", management)),
        TestService.KEYS,
        RedisSettings.of("redis://x"));
  }
}
