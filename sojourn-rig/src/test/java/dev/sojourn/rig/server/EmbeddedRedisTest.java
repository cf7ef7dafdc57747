package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {

  @Test
  void platformsHaveTheArtifactsNames() {
    assertThat(EmbeddedRedis.platform("Linux", "amd64")).isEqualTo("linux-amd64");
    assertThat(EmbeddedRedis.platform("Linux", "aarch64")).isEqualTo("linux-arm64");
    assertThat(EmbeddedRedis.platform("Mac OS X", "x86_64")).isEqualTo("darwin-amd64");
  }

  @Test
  void aChangedProgramIsNotRun() {
    byte[] other = "something else".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> EmbeddedRedis.checked("redis-server", other, "c0cdeef8"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("redis-server is not the one we know");
  }
}
