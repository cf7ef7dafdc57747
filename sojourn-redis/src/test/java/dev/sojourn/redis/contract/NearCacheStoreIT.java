package dev.sojourn.redis.contract;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Setup;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A near cache before the store changes nothing of what the contract promises. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#near")
final class NearCacheStoreIT extends RedisStoreContract {

  NearCacheStoreIT(Setup setup) {
    super(setup, RedisSettings::withNearCache);
  }
}
