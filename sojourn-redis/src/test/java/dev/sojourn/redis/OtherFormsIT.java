package dev.sojourn.redis;

import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreSubject;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The store in Redis keeps the contract in every form in which a layout may be written. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setup#contractInOtherForms")
final class OtherFormsIT extends SessionStoreContract {

  private final Setup setup;

  OtherFormsIT(Setup setup) {
    this.setup = setup;
  }

  @Override
  protected StoreSubject open() {
    return new RedisSubject(setup);
  }
}
