package dev.sojourn.redis;

import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreSubject;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The store in Redis keeps the contract in the layout json, on every server, in every keyspace. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setup#contractOfJson")
final class RedisJsonStoreIT extends SessionStoreContract {

  private final Setup setup;

  RedisJsonStoreIT(Setup setup) {
    this.setup = setup;
  }

  @Override
  protected StoreSubject open() {
    return new RedisSubject(setup);
  }
}
