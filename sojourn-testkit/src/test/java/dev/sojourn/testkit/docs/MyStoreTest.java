package dev.sojourn.testkit.docs;

// tag::testing[]
import dev.sojourn.SizeLimits;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.MovableClock;
import dev.sojourn.testkit.StoreSubject;
import dev.sojourn.testkit.contract.SessionStoreContract;
import java.time.Duration;
import java.time.Instant;

final class MyStoreTest extends SessionStoreContract {

  @Override
  protected StoreSubject open() {
    return new MyStoreSubject();
  }

  /** An empty store for one test. */
  private static final class MyStoreSubject implements StoreSubject {

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final SessionStore store = // your store instead
        new InMemorySessionStore(clock, limits(), grace());

    @Override
    public SessionStore store() {
      return store;
    }

    @Override
    public void advance(Duration time) { // where the store has a clock of its own: sleep that long
      clock.advance(time);
    }

    @Override
    public SizeLimits limits() {
      return SizeLimits.DEFAULT;
    }

    @Override
    public Duration grace() {
      return Duration.ofSeconds(1);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
// end::testing[]
