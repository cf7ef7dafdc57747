package dev.sojourn.testkit.contract;

import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.SessionStore;

/** The invalidation bus of the in-memory store keeps the contract. */
final class InMemoryInvalidationBusTest extends InvalidationBusContract {

  private final InMemorySessionStore store = new InMemorySessionStore();

  @Override
  protected InvalidationBus bus() {
    return store.invalidations();
  }

  @Override
  protected SessionStore store() {
    return store;
  }
}
