package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Rotation.Pending;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 64 threads of two servers save, edit, touch, rotate and log out the same session at once (FT24).
 * The thousand rounds of a full run are divided among the six setups and both tests.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onOneStandalone")
final class StormIT extends OnRedis {

  private static final int THREADS = 64;
  private static final int ROUNDS = Rounds.of(1000 / 12);
  private static final int STEPS = 3;
  private static final int KINDS = 4;
  private static final int SAVE = 0;
  private static final int EDIT = 1;
  private static final int TOUCH = 2;
  private static final long TOUCH_IS_DUE = Duration.ofMinutes(5).toMillis();

  private final List<SessionStore> nodes = List.of(node("one"), node("the other"));

  StormIT(Setup setup) {
    super(setup);
  }

  /** INV8: an acknowledged change is stored; for any other the caller got a failure. */
  @Test
  void whatWasAcknowledgedIsThere() {
    for (int round = 0; round < ROUNDS; round++) {
      TestClient testClient = session();
      List<Boolean> done = Concurrently.many(THREADS, thread -> isDone(testClient, thread, 0));
      Set<String> attributes = testClient.record().attributes().keySet();

      assertThat(attributes).containsAll(threads(SAVE, done).mapToObj(StormIT::attribute).toList());
      assertThat(testClient.text("count")).contains(Long.toString(threads(EDIT, done).count()));
      assertThat(done.stream().filter(Boolean::booleanValue)).hasSizeGreaterThan(THREADS / 4);
      assertThat(revokeAll("ada")).isEqualTo(1);
    }
  }

  /**
   * INV2: no operation that starts after an acknowledged logout succeeds or revives the session.
   */
  @Test
  void nothingThatBeginsAfterALogoutIsDone() {
    for (int round = 0; round < ROUNDS; round++) {
      TestClient testClient = session();
      AtomicBoolean ended = new AtomicBoolean();
      List<Boolean> doneLate =
          Concurrently.many(THREADS, thread -> storm(testClient, thread, ended));

      assertThat(doneLate).containsOnly(false);
      assertThat(testClient.isLive()).isFalse();
      assertThat(redis.at(key(testClient)).number("EXISTS", key(testClient)))
          .as("the key")
          .isZero();
      assertThat(ids("ada")).isEmpty();
    }
  }

  /** Whether an operation succeeded that started after the logout, which one thread makes. */
  private boolean storm(TestClient testClient, int thread, AtomicBoolean ended) {
    boolean doneLate = false;
    for (int step = 0; step < STEPS; step++) {
      if (thread == THREADS / 2 && step == 1) {
        makeTouchDue(testClient); // so that touches run concurrently
        assertThat(from(testClient, thread).revoke()).isEqualTo(1);
        ended.set(true);
      }
      boolean late = ended.get();
      doneLate |= isDone(testClient, thread, step) && late;
    }
    return doneLate;
  }

  /** Runs the thread's operation on the thread's server; false if it had no effect. */
  private boolean isDone(TestClient testClient, int thread, int step) {
    TestClient client = from(testClient, thread);
    try {
      return switch (kind(thread)) {
        case SAVE -> client.put(attribute(thread), "" + step).isPresent();
        case EDIT -> Await.of(client.editing("count", StormIT::oneMore)).isPresent();
        case TOUCH -> client.access() instanceof Live;
        default -> isRotated(client);
      };
    } catch (WriteConflict e) {
      return false;
    }
  }

  /** Rotates, and shows the new secret at once. */
  private static boolean isRotated(TestClient client) {
    SecretHash next = Sample.newSecret();
    return client.rotate(next) instanceof Pending && client.showing(next).access() instanceof Live;
  }

  private static Optional<EncodedValue> oneMore(Optional<EncodedValue> count) {
    return count.map(value -> EncodedValue.text("" + (Integer.parseInt(value.text()) + 1)));
  }

  /** A new session whose touch is due. */
  private TestClient session() {
    TestClient testClient = Sample.of("ada").with("count", "0").in(store);
    makeTouchDue(testClient);
    return testClient;
  }

  private void makeTouchDue(TestClient testClient) {
    redis.age(key(testClient), testClient.record(), TOUCH_IS_DUE);
  }

  private TestClient from(TestClient testClient, int thread) {
    return new TestClient(nodes.get(thread % 2), testClient.id(), testClient.secret());
  }

  /** With a grace longer than the test, so that no replaced secret counts as stolen. */
  private SessionStore node(String name) {
    return fleet.store(name, settings -> settings.withRotationGrace(Duration.ofMinutes(5)));
  }

  private static IntStream threads(int kind, List<Boolean> done) {
    return IntStream.range(0, THREADS).filter(thread -> kind(thread) == kind && done.get(thread));
  }

  private static int kind(int thread) {
    return thread / 2 % KINDS;
  }

  private static String attribute(int thread) {
    return "saved by " + thread;
  }
}
