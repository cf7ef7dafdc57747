package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.redis.rig.Interleaving;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 15 in random schedules: two logins with one token, and a change or a logout everywhere, with
 * their commands in any order. One token leads to at most one session, and no acknowledged change
 * is lost. A login is one script in {@code plain}, three steps in {@code slotted}.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#standalone")
final class MoveSchedulesIT extends OnRedis {

  private static final int SCHEDULES = 1_200;

  private final SessionStore one = fleet.gated("one");
  private final SessionStore two = fleet.gated("two");
  private final SessionStore three = fleet.gated("three");

  MoveSchedulesIT(Setup setup) {
    super(setup);
  }

  @Test
  void ofOneTokenComesOneSessionWithEveryChange() {
    schedules()
        .forEach(
            seed -> {
              TestClient old = Sample.of("ada").with("cart", "empty").in(store);
              Login toBob = old.newLogin("bob");
              Login toCyd = old.newLogin("cyd");
              List<Object> answers =
                  new Interleaving(new Random(seed))
                      .add(fleet.gate("one"), () -> login(one, old, toBob))
                      .add(fleet.gate("two"), () -> login(two, old, toCyd))
                      .add(
                          fleet.gate("three"),
                          () -> three.change(old.id(), TestClient.putting("cart", "full")))
                      .run();

              List<TestClient> live = live(old, toBob, toCyd);
              assertThat(live).as("seed %s", seed).hasSize(1);
              assertThat(admitted(answers)).as("seed %s", seed).isEqualTo(1);
              assertThat(live.get(0).text("cart").orElseThrow())
                  .as("seed %s", seed)
                  .isEqualTo(answers.get(2).equals(Optional.empty()) ? "empty" : "full");
            });
  }

  /** A session that a logout everywhere ended does not continue under another id or user. */
  @Test
  void noLoginEscapesALogoutEverywhere() {
    schedules()
        .forEach(
            seed -> {
              redis.empty();
              TestClient old = logIn("ada");
              Login toAda = old.newLogin("ada");
              Login toBob = old.newLogin("bob");
              List<Object> answers =
                  new Interleaving(new Random(seed))
                      .add(fleet.gate("one"), () -> login(one, old, toAda))
                      .add(fleet.gate("two"), () -> login(two, old, toBob))
                      .add(fleet.gate("three"), () -> three.revokeAll("ada", Optional.empty()))
                      .run();

              List<TestClient> live = live(old, toAda, toBob);
              boolean ended = answers.get(2).equals(1);
              assertThat(live).as("seed %s", seed).hasSize(ended ? 0 : 1);
              assertThat(ids("ada")).as("seed %s", seed).isEmpty();
              assertThat(ids("bob")).as("seed %s", seed).hasSize(live.size());
            });
  }

  /** A login of an anonymous session while the user logs out everywhere. */
  @Test
  void anAnonymousSessionBecomesOneOrNone() {
    schedules()
        .forEach(
            seed -> {
              redis.empty();
              TestClient old = Sample.anonymous().with("cart", "empty").in(store);
              Login one = old.newLogin("ada");
              Login other = old.newLogin("ada");
              List<Object> answers =
                  new Interleaving(new Random(seed))
                      .add(fleet.gate("one"), () -> login(this.one, old, one))
                      .add(fleet.gate("two"), () -> login(two, old, other))
                      .add(fleet.gate("three"), () -> three.revokeAll("ada", Optional.empty()))
                      .run();

              List<TestClient> live = live(old, one, other);
              int least = answers.get(2).equals(0) ? 1 : 0;
              assertThat(live.size()).as("seed %s", seed).isBetween(least, 1);
              assertThat(admitted(answers)).as("seed %s", seed).isBetween((long) live.size(), 2L);
              assertThat(live)
                  .as("seed %s", seed)
                  .allMatch(client -> opensForEach(answers, client));
              assertThat(ids("ada"))
                  .as("seed %s", seed)
                  .containsExactlyElementsOf(live.stream().map(TestClient::id).toList());
            });
  }

  /** Two logins of one user lead to one session, which both new secrets open. */
  private static boolean opensForEach(List<Object> answers, TestClient client) {
    return answers.stream()
        .filter(Admitted.class::isInstance)
        .allMatch(answer -> ((Admitted) answer).record().id().equals(client.id()));
  }

  private static CompletionStage<?> login(SessionStore on, TestClient old, Login login) {
    return on.login(old.id(), old.secret(), login, SessionsPerUser.NONE);
  }

  private static long admitted(List<Object> answers) {
    return answers.stream().filter(Admitted.class::isInstance).count();
  }

  private static List<TestClient> live(TestClient old, Login one, Login other) {
    return Stream.of(old, old.after(one), old.after(other)).filter(TestClient::isLive).toList();
  }

  /** A random seed for each schedule, different in each run. */
  private static Stream<Integer> schedules() {
    RandomGenerator random = new Random();
    return Stream.generate(random::nextInt).limit(Rounds.of(SCHEDULES));
  }
}
