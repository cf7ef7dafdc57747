package dev.sojourn.redis.contract;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Fleet;
import dev.sojourn.redis.rig.RedisSubject;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.testkit.StoreSubject;
import dev.sojourn.testkit.contract.SessionStoreContract;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;

/**
 * The contract on a real Redis that is flushed before each test. All tests of a setup share one
 * connection, because connecting takes longer than most tests.
 */
abstract class RedisStoreContract extends SessionStoreContract {

  private final Setup setup;
  private final Fleet fleet;
  private final UnaryOperator<RedisSettings> own;

  RedisStoreContract(Setup setup, UnaryOperator<RedisSettings> own) {
    this.setup = setup;
    this.fleet = Fleet.on(setup);
    this.own = own;
  }

  @Override
  protected final StoreSubject open() {
    fleet.empty();
    return new RedisSubject(setup, fleet, fleet.store("tested", own));
  }

  @AfterParameterizedClassInvocation
  static void close() {
    Fleet.end();
  }
}
