package dev.sojourn.redis;

import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreSubject;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A near cache before the store changes nothing of what the contract promises. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setup#near")
final class NearCacheStoreIT extends SessionStoreContract {

  private final Setup setup;

  NearCacheStoreIT(Setup setup) {
    this.setup = setup;
  }

  @Override
  protected StoreSubject open() {
    return new RedisSubject(setup, RedisSettings::withNearCache);
  }
}
