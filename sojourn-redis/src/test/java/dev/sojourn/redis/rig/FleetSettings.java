package dev.sojourn.redis.rig;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The settings of a {@link FleetServer} as texts: {@code uri} and those named here; durations are
 * written {@code PT0.5S}.
 */
final class FleetSettings {

  private static final String URI = "uri";

  private static final Map<String, BiFunction<RedisSettings, String, RedisSettings>> SETTINGS =
      Map.of(
          URI,
          (settings, value) -> settings,
          "layout",
          (settings, value) -> settings.withLayout(LayoutName.valueOf(value)),
          "keyspace",
          (settings, value) -> settings.withKeyspace(KeyspaceName.valueOf(value)),
          "namespace",
          RedisSettings::withNamespace,
          "near",
          (settings, value) -> settings.withNearCache(near(value)),
          "command-timeout",
          (settings, value) -> settings.withCommandTimeout(Duration.parse(value)));

  private FleetSettings() {}

  /**
   * Parses settings.
   *
   * @throws IllegalArgumentException when one of them is unknown
   */
  static RedisSettings of(Map<String, String> texts) {
    RedisSettings settings = RedisSettings.of(Optional.ofNullable(texts.get(URI)).orElseThrow());
    for (Map.Entry<String, String> setting : texts.entrySet()) {
      settings = one(setting.getKey()).apply(settings, setting.getValue());
    }
    return settings;
  }

  /** Its lease; empty for the default. */
  private static NearCacheSettings near(String lease) {
    return lease.isEmpty()
        ? NearCacheSettings.DEFAULT
        : NearCacheSettings.DEFAULT.withLease(Duration.parse(lease));
  }

  private static BiFunction<RedisSettings, String, RedisSettings> one(String name) {
    return Optional.ofNullable(SETTINGS.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no such setting: " + name));
  }
}
