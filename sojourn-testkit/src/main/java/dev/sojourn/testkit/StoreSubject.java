package dev.sojourn.testkit;

import dev.sojourn.SizeLimits;
import dev.sojourn.spi.SessionStore;
import java.time.Duration;

/** A store under test and its clock, opened for one test. */
public interface StoreSubject extends AutoCloseable {

  /** The store; empty when the subject is opened. */
  SessionStore store();

  /**
   * Advances the store's time: moves its clock if possible, otherwise waits for at least that long.
   */
  void advance(Duration time);

  /** The size limits of the store. */
  SizeLimits limits();

  /**
   * How long a replaced secret stays valid: long enough for a few calls on a slow machine, short
   * enough to wait for.
   */
  Duration grace();

  /**
   * Whether a login moves a session to its new id atomically. If not, a concurrent revocation of
   * all sessions may end, and count, the copy instead of the original.
   */
  default boolean isLoginAtomic() {
    return true;
  }

  /** Checks invariants after the test, and closes the store. */
  @Override
  void close();
}
