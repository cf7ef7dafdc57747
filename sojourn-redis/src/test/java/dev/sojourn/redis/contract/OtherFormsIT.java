package dev.sojourn.redis.contract;

import dev.sojourn.redis.rig.Setup;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The Redis store keeps the contract in every form of a layout. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#contractInOtherForms")
final class OtherFormsIT extends RedisStoreContract {

  OtherFormsIT(Setup setup) {
    super(setup, UnaryOperator.identity());
  }
}
