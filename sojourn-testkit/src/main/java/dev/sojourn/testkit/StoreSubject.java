package dev.sojourn.testkit;

import dev.sojourn.SizeLimits;
import dev.sojourn.spi.SessionStore;
import java.time.Duration;

/** A store under test, and its time. Opened for one test. */
public interface StoreSubject extends AutoCloseable {

  /** The store; it holds no session when the subject is opened. */
  SessionStore store();

  /**
   * Lets so much of the store's time go by: a jump where its clock can be moved, else a wait of at
   * least as long.
   */
  void advance(Duration time);

  /** How much a session of the store may hold. */
  SizeLimits limits();

  /**
   * How long a replaced secret is still good: long enough for a few calls on a slow machine, short
   * enough to be waited for.
   */
  Duration grace();

  /**
   * Whether a session goes on under its new id in one step. Where it takes more, whoever ends all
   * sessions at that moment may end, and count, the copy and not the session that is copied.
   */
  default boolean isLoginAtomic() {
    return true;
  }

  /** Checks what holds after every test, and lets go of the store. */
  @Override
  void close();
}
