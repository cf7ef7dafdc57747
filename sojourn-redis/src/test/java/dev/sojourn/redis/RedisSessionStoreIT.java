package dev.sojourn.redis;

import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreSubject;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The store in Redis keeps the contract, on every server, in every layout and keyspace. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setup#contract")
final class RedisSessionStoreIT extends SessionStoreContract {

  private final Setup setup;

  RedisSessionStoreIT(Setup setup) {
    this.setup = setup;
  }

  @Override
  protected StoreSubject open() {
    return new RedisSubject(setup);
  }
}
