package dev.sojourn.testkit;

/** The store in memory keeps the contract, as its model should. */
final class InMemorySessionStoreTest extends SessionStoreContract {

  @Override
  protected StoreSubject open() {
    return new InMemorySubject();
  }
}
