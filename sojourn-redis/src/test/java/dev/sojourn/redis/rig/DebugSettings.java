package dev.sojourn.redis.rig;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.testkit.Debugging;
import java.time.Duration;

/** The settings under test; while debugging, with the longest timeouts that they allow. */
public final class DebugSettings {

  private static final Duration LONGEST_COMMAND = Duration.ofMinutes(1);
  private static final Duration LONGEST_LEASE = Duration.ofSeconds(10);

  private DebugSettings() {}

  /** The same settings, unless {@link Debugging#isOn}. */
  public static RedisSettings of(RedisSettings settings) {
    return Debugging.isOn() ? lengthened(settings) : settings;
  }

  static RedisSettings lengthened(RedisSettings settings) {
    RedisSettings longer = settings.withCommandTimeout(LONGEST_COMMAND);
    return longer
        .nearCache()
        .map(near -> longer.withNearCache(near.withLease(LONGEST_LEASE)))
        .orElse(longer);
  }
}
