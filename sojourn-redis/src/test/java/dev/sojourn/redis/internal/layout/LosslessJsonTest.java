package dev.sojourn.redis.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JSON the JSON data type preserves. */
final class LosslessJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "123456789012345",
        "1.5",
        "-0.25",
        "0.001",
        "1.0",
        "0.0",
        "100000.0",
        "true",
        "null",
        "[]",
        "{\"1e5\":\"1.10\"}",
        "[\"\\\" 1e5\",{\"a\":[2.5]}]",
        "[\"\\u0000\"]"
      })
  void thisIsKept(String json) {
    assertThat(LosslessJson.keeps(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0",
        "1e2",
        "1E2",
        "1.10",
        "1.00",
        "1.0E10",
        "0.00001",
        "1234567890123456",
        "3.141592653589793",
        "[1,1.10]",
        "{\"a\":{\"b\":[1e5]}}",
        "[\"\\\"\",1e5]",
        "[\"\\ud83d\"]"
      })
  void thisIsNot(String json) {
    assertThat(LosslessJson.keeps(json)).isFalse();
  }
}
