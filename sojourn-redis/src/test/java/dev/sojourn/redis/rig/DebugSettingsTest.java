package dev.sojourn.redis.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DebugSettingsTest {

  private static final RedisSettings LONG =
      DebugSettings.lengthened(RedisSettings.of("redis://localhost").withNearCache());

  @Test
  void theTimeoutsAreTheLongestThatAreAllowed() {
    NearCacheSettings near = LONG.nearCache().orElseThrow();
    assertThatThrownBy(() -> LONG.withCommandTimeout(LONG.commandTimeout().plusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> near.withLease(near.lease().plusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noNearCacheIsAdded() {
    RedisSettings plain = RedisSettings.of("redis://localhost");
    assertThat(DebugSettings.lengthened(plain).nearCache()).isEmpty();
    assertThat(DebugSettings.lengthened(plain).commandTimeout()).isEqualTo(Duration.ofMinutes(1));
  }
}
