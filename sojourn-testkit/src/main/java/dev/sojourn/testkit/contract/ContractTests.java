package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.StoreSubject;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the themes of the store's contract have in common. */
interface ContractTests {

  /** The store under test; a new one for each test. */
  StoreSubject subject();

  /** The store under test. */
  default SessionStore store() {
    return subject().store();
  }

  /** Creates a session of a user. */
  default TestClient logIn(String user) {
    return Sample.of(user).in(store());
  }

  /**
   * Runs steps that must fit within a deadline. If they fail but took longer than that, because the
   * machine stalled, the failure proves nothing and they run again, up to three times.
   */
  static void inTime(Duration most, Runnable steps) {
    for (int more = 3; ; more--) {
      long began = System.nanoTime();
      try {
        steps.run();
        return;
      } catch (AssertionError e) {
        if (more == 0 || System.nanoTime() - began < most.toNanos()) {
          throw e;
        }
      }
    }
  }

  /** Advances the store's time by milliseconds. */
  default void advance(long millis) {
    subject().advance(Duration.ofMillis(millis));
  }

  /** The ids of a user's sessions. */
  default List<SessionId> ids(String user) {
    return Await.of(store().list(user)).stream().map(SessionRecord::id).toList();
  }

  /** Ends all sessions of a user. */
  default int revokeAll(String user) {
    return Await.of(store().revokeAll(user, Optional.empty()));
  }

  static void assertOpens(TestClient client) {
    assertThat(client.access()).isInstanceOf(Live.class);
  }

  static void assertRefused(TestClient client, Refusal why) {
    assertThat(client.access()).isEqualTo(new Refused(why));
  }
}
