package dev.sojourn.testkit;

import dev.sojourn.SizeLimits;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.spi.SessionStore;
import java.time.Duration;
import java.time.Instant;

/** The in-memory store as a subject. Its clock moves only in {@link #advance}. */
public final class InMemorySubject implements StoreSubject {

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final MovableClock clock = MovableClock.at(Instant.parse("2025-01-01T00:00:00Z"));
  private final SessionStore store = new InMemorySessionStore(clock, SizeLimits.DEFAULT, GRACE);

  @Override
  public SessionStore store() {
    return store;
  }

  @Override
  public void advance(Duration time) {
    clock.advance(time);
  }

  @Override
  public SizeLimits limits() {
    return SizeLimits.DEFAULT;
  }

  @Override
  public Duration grace() {
    return GRACE;
  }

  @Override
  public void close() {
    store.close();
  }
}
