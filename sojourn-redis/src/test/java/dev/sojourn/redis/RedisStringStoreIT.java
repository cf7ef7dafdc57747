package dev.sojourn.redis;

import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreSubject;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store in Redis keeps the contract in the layout string, on every server, in every keyspace.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setup#contractOfStrings")
final class RedisStringStoreIT extends SessionStoreContract {

  private final Setup setup;

  RedisStringStoreIT(Setup setup) {
    this.setup = setup;
  }

  @Override
  protected StoreSubject open() {
    return new RedisSubject(setup);
  }
}
