package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionId;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.InvalidationBus.Listener;
import dev.sojourn.spi.InvalidationBus.Registration;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link InvalidationBus}: listeners receive the ids of sessions that end or
 * change, and delay nothing (D8). Extend it, and return a bus and the store that publishes to it.
 */
@Timeout(120)
public abstract class InvalidationBusContract {

  private static final Duration LOGOUT = Duration.ofSeconds(5);
  private static final int MORE_THAN_MAY_WAIT = 11_000;
  private static final int AT_ONCE = 500;

  private final List<Registration> registrations = new ArrayList<>();

  /** The bus under test. */
  protected abstract InvalidationBus bus();

  /** The store that publishes to the bus. */
  protected abstract SessionStore store();

  @AfterEach
  final void unsubscribe() {
    registrations.forEach(Registration::close);
  }

  @Test
  final void whatEndsOrChangesASessionIsToldInOrder() {
    RecordedMessages recorded = subscribe();
    TestClient ada = logIn();
    ada.put("cart", "full");
    ada.rotated();
    TestClient ben = logIn();
    ada.revoke();
    ben.revoke();

    recorded.awaitAll(ada, ada, ada, ben);
  }

  @Test
  final void aNewSecretItsFirstUseAndALoginAreTold() {
    RecordedMessages recorded = subscribe();
    TestClient ada = logIn();
    TestClient rotated = ada.rotated();
    rotated.access();
    rotated.logIn("ada");

    recorded.awaitAll(ada, ada, ada);
  }

  @Test
  final void aLogoutEverywhereIsToldOfEachSession() {
    RecordedMessages recorded = subscribe();
    TestClient one = logIn();
    TestClient other = logIn();
    Await.of(store().revokeAll("ada", Optional.empty()));

    recorded.awaitAnyOrder(one, other);
  }

  @Test
  final void eachListenerIsToldOnce() {
    RecordedMessages one = subscribe();
    RecordedMessages other = subscribe();
    TestClient ada = logIn();
    ada.revoke();
    TestClient end = logIn();
    end.revoke();

    one.awaitAll(ada, end);
    other.awaitAll(ada, end);
  }

  @Test
  final void whatOnlyReadsIsNotTold() {
    RecordedMessages recorded = subscribe();
    TestClient ada = logIn();
    ada.access();
    ada.peek();
    ada.read();
    TestClient end = logIn();
    end.revoke();

    recorded.awaitAll(end);
  }

  @Test
  final void aListenerThatThrowsAnErrorIsToldTheNext() {
    RecordedMessages recorded = new RecordedMessages();
    register(
        id -> {
          recorded.invalidated(id);
          throw new AssertionError("of the test");
        });
    TestClient one = logIn();
    TestClient other = logIn();

    assertEndsAtOnce(one);
    assertEndsAtOnce(other);
    recorded.awaitAll(one, other);
  }

  @Test
  final void aListenerThatBlocksDelaysNoLogoutAndNobodyElse() {
    CountDownLatch never = new CountDownLatch(1);
    register(id -> awaitForAMinute(never));
    RecordedMessages recorded = subscribe();
    TestClient one = logIn();
    TestClient other = logIn();

    assertEndsAtOnce(one);
    assertEndsAtOnce(other);
    recorded.awaitAll(one, other);
  }

  @Test
  final void aListenerMayAskTheStore() {
    RecordedMessages recorded = new RecordedMessages();
    register(
        id -> {
          assertThat(Await.of(store().read(id))).isEmpty();
          recorded.invalidated(id);
        });
    TestClient one = logIn();
    TestClient other = logIn();

    assertEndsAtOnce(one);
    assertEndsAtOnce(other);
    recorded.awaitAll(one, other);
  }

  /** The listener's next call is {@code missed}, once. */
  @Test
  final void aListenerThatIsTooSlowIsToldThatItMissedSomething() {
    CountDownLatch gate = new CountDownLatch(1);
    RecordedMessages recorded = new RecordedMessages();
    register(
        new Listener() {
          @Override
          public void invalidated(SessionId id) {
            awaitForAMinute(gate);
          }

          @Override
          public void missed() {
            recorded.missed();
          }
        });
    RecordedMessages quick = subscribe();
    revokeUnknown(MORE_THAN_MAY_WAIT);
    await().until(() -> quick.ids().size() == MORE_THAN_MAY_WAIT || quick.misses() > 0);
    assertThat(recorded.misses()).isZero();
    gate.countDown();

    await().until(() -> recorded.misses() == 1);
  }

  @Test
  final void whoListensNoMoreIsToldNothing() {
    RecordedMessages gone = new RecordedMessages();
    Registration registration = register(gone);
    registration.close();
    registration.close();
    RecordedMessages recorded = subscribe();
    TestClient ada = logIn();
    ada.revoke();

    recorded.awaitAll(ada);
    assertThat(gone.ids()).isEmpty();
  }

  /** Subscribes a new listener and waits until the subscription is active. */
  protected final RecordedMessages subscribe() {
    RecordedMessages recorded = new RecordedMessages();
    register(recorded);
    return recorded;
  }

  private Registration register(Listener listener) {
    Registration registration = bus().onInvalidated(listener);
    registrations.add(registration);
    Await.of(registration.active());
    return registration;
  }

  private TestClient logIn() {
    return Sample.of("ada").in(store());
  }

  /** The call returns, and from then on the session is gone. */
  private static void assertEndsAtOnce(TestClient client) {
    long start = System.nanoTime();
    assertThat(client.revoke()).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LOGOUT);
    assertThat(client.isLive()).isFalse();
  }

  /** A revocation is published even if there was no session. */
  private void revokeUnknown(int times) {
    for (int done = 0; done < times; done += AT_ONCE) {
      List<CompletionStage<Integer>> revocations =
          IntStream.range(0, AT_ONCE)
              .mapToObj(i -> store().revoke(Sample.anonymous().draft(store()).id()))
              .toList();
      Await.all(revocations);
    }
  }

  private static void awaitForAMinute(CountDownLatch gate) {
    try {
      gate.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Records the messages of one listener, in order. Thread-safe. */
  protected static final class RecordedMessages implements Listener {

    private final List<SessionId> ids = new ArrayList<>();
    private int misses;

    @Override
    public synchronized void invalidated(SessionId id) {
      ids.add(id);
    }

    @Override
    public synchronized void missed() {
      misses++;
    }

    /** The ids received so far. */
    public synchronized List<SessionId> ids() {
      return List.copyOf(ids);
    }

    /** How often {@code missed} was called. */
    public synchronized int misses() {
      return misses;
    }

    /** Waits until exactly these have been received, in this order. */
    public void awaitAll(TestClient... clients) {
      await().untilAsserted(() -> assertThat(ids()).containsExactly(idsOf(clients)));
    }

    private void awaitAnyOrder(TestClient... clients) {
      await().untilAsserted(() -> assertThat(ids()).containsExactlyInAnyOrder(idsOf(clients)));
    }

    private static SessionId[] idsOf(TestClient... clients) {
      return Stream.of(clients).map(TestClient::id).toArray(SessionId[]::new);
    }
  }
}
