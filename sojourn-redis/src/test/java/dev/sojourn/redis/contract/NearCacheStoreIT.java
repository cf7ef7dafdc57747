package dev.sojourn.redis.contract;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Setup;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The store keeps the contract with the near cache on. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#near")
final class NearCacheStoreIT extends RedisStoreContract {

  NearCacheStoreIT(Setup setup) {
    super(setup, RedisSettings::withNearCache);
  }
}
