package dev.sojourn.redis.rig;

import dev.sojourn.SizeLimits;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.StoreSubject;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A store on a real Redis as a subject; its time cannot be moved. */
public final class RedisSubject implements StoreSubject {

  private final Setup setup;
  private final Fleet fleet;
  private final SessionStore store;

  public RedisSubject(Setup setup, Fleet fleet, SessionStore store) {
    this.setup = setup;
    this.fleet = fleet;
    this.store = store;
  }

  @Override
  public SessionStore store() {
    return store;
  }

  @Override
  public void advance(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Override
  public SizeLimits limits() {
    return SizeLimits.DEFAULT;
  }

  @Override
  public Duration grace() {
    return Setup.GRACE;
  }

  @Override
  public boolean isLoginAtomic() {
    return setup.keyspace() == KeyspaceName.PLAIN;
  }

  @Override
  public void close() {
    fleet.everyKeyExpires();
  }
}
