package dev.sojourn.redis.contract;

import dev.sojourn.redis.rig.Setup;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The Redis store keeps the contract in layout hash, on every server and in every keyspace. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#contractOfHashes")
final class RedisHashStoreIT extends RedisStoreContract {

  RedisHashStoreIT(Setup setup) {
    super(setup, UnaryOperator.identity());
  }
}
