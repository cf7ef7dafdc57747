package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.WriteConflict;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Rotation.Pending;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.AtOnce;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
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
 * 64 threads of two servers save, edit, touch, rotate and log out, all the same session at once
 * (FT24). The rounds of a full run, a thousand, are shared out among the six setups and both tests.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#onOneStandalone")
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

  /** INV8: a change that was acknowledged is there; of one that is not, its caller was told. */
  @Test
  void whatWasAcknowledgedIsThere() {
    for (int round = 0; round < ROUNDS; round++) {
      Visit visit = session();
      List<Boolean> done = AtOnce.many(THREADS, thread -> isDone(visit, thread, 0));
      Set<String> attributes = visit.record().attributes().keySet();

      assertThat(attributes).containsAll(threads(SAVE, done).mapToObj(StormIT::attribute).toList());
      assertThat(visit.text("count")).contains(Long.toString(threads(EDIT, done).count()));
      assertThat(done.stream().filter(Boolean::booleanValue)).hasSizeGreaterThan(THREADS / 4);
      assertThat(revokeAll("ada")).isEqualTo(1);
    }
  }

  /**
   * INV2: what begins after an acknowledged logout is not done, and nothing revives the session.
   */
  @Test
  void nothingThatBeginsAfterALogoutIsDone() {
    for (int round = 0; round < ROUNDS; round++) {
      Visit visit = session();
      AtomicBoolean ended = new AtomicBoolean();
      List<Boolean> doneLate = AtOnce.many(THREADS, thread -> storm(visit, thread, ended));

      assertThat(doneLate).containsOnly(false);
      assertThat(visit.isLive()).isFalse();
      assertThat(redis.at(key(visit)).number("EXISTS", key(visit))).as("what is left").isZero();
      assertThat(ids("ada")).isEmpty();
    }
  }

  /** Whether anything was done that began after the logout, which one thread asks for. */
  private boolean storm(Visit visit, int thread, AtomicBoolean ended) {
    boolean doneLate = false;
    for (int step = 0; step < STEPS; step++) {
      if (thread == THREADS / 2 && step == 1) {
        makeTouchDue(visit); // so that some are under way
        assertThat(from(visit, thread).revoke()).isEqualTo(1);
        ended.set(true);
      }
      boolean late = ended.get();
      doneLate |= isDone(visit, thread, step) && late;
    }
    return doneLate;
  }

  /** What the thread's kind does, from the thread's server; no more than a conflict stops it. */
  private boolean isDone(Visit visit, int thread, int step) {
    Visit client = from(visit, thread);
    try {
      return switch (kind(thread)) {
        case SAVE -> client.put(attribute(thread), "" + step).isPresent();
        case EDIT -> Answers.of(client.editing("count", StormIT::oneMore)).isPresent();
        case TOUCH -> client.access() instanceof Live;
        default -> isRotated(client);
      };
    } catch (WriteConflict e) {
      return false;
    }
  }

  /** Handed out, and shown at once. */
  private static boolean isRotated(Visit client) {
    SecretHash next = Sample.newSecret();
    return client.rotate(next) instanceof Pending && client.showing(next).access() instanceof Live;
  }

  private static Optional<EncodedValue> oneMore(Optional<EncodedValue> count) {
    return count.map(value -> EncodedValue.text("" + (Integer.parseInt(value.text()) + 1)));
  }

  /** A new session whose touch is due. */
  private Visit session() {
    Visit visit = Sample.of("ada").with("count", "0").in(store);
    makeTouchDue(visit);
    return visit;
  }

  private void makeTouchDue(Visit visit) {
    redis.age(key(visit), visit.record(), TOUCH_IS_DUE);
  }

  private Visit from(Visit visit, int thread) {
    return new Visit(nodes.get(thread % 2), visit.id(), visit.secret());
  }

  /** A grace that outlives the storm: who shows a replaced secret later is taken for a thief. */
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
