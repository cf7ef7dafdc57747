package dev.sojourn.redis;

import dev.sojourn.Limits;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSettings.KeyspaceName;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Invariants;
import dev.sojourn.testkit.SharedServers;
import dev.sojourn.testkit.StoreSubject;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** A store in a real Redis as a subject; its time really goes by. */
final class RedisSubject implements StoreSubject {

  private final Setup setup;
  private final RedisSessions sessions;

  RedisSubject(Setup setup) {
    this(setup, UnaryOperator.identity());
  }

  RedisSubject(Setup setup, UnaryOperator<RedisSettings> settings) {
    this.setup = setup;
    this.sessions = RedisSessions.connect(settings.apply(setup.settings()));
  }

  @Override
  public SessionStore store() {
    return sessions.store();
  }

  @Override
  public void advance(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Override
  public Limits limits() {
    return Limits.DEFAULT;
  }

  @Override
  public Duration grace() {
    return Setup.GRACE;
  }

  @Override
  public boolean movesAtOnce() {
    return setup.keyspace() == KeyspaceName.PLAIN;
  }

  @Override
  public void close() {
    sessions.close();
    invariants().everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  private Invariants invariants() {
    return setup.cluster()
        ? Invariants.of(SharedServers.cluster(setup.kind()))
        : Invariants.of(SharedServers.get(setup.kind()));
  }
}
