package dev.sojourn.redis.operations;

import static dev.sojourn.redis.rig.Meanwhile.once;
import static dev.sojourn.redis.rig.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Admission.Full;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 11: a script admits a login only if it has counted every session of the user. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class LimitIT extends OnRedis {

  private static final SessionsPerUser TWO = new SessionsPerUser(2, AtLimit.REFUSE);
  private static final SessionsPerUser LATEST_TWO = new SessionsPerUser(2, AtLimit.END_OLDEST);

  private final String index = keys.index("ada");
  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");
  private final SessionStore otherLayout =
      fleet.store("other layout", settings -> settings.withLayout(setup.otherLayout()));

  LimitIT(Setup setup) {
    super(setup);
  }

  /** {@code SCARD} is unchanged but counts another session; by it alone 11 were live of 5. */
  @Test
  void anIndexOfTheSameSizeWithAnotherIdIsReadAgain() {
    TestClient one = logIn("ada");
    redis.at(index).call("SADD", index, stale());
    List<TestClient> others = new ArrayList<>();
    gate.guard(
        once(
            creating(),
            () -> {
              others.add(logIn("ada"));
              assertThat(ids("ada")).hasSize(2);
              await().until(() -> redis.members(index).size() == 2);
            }));

    assertThat(create(slow, TWO)).isEqualTo(new Full());
    assertThat(ids("ada")).containsExactlyInAnyOrder(one.id(), others.get(0).id());
  }

  @Test
  void aLoginThatCameBetweenTheReadingAndTheScriptCounts() {
    TestClient one = logIn("ada");
    List<TestClient> others = new ArrayList<>();
    gate.guard(once(creating(), () -> others.add(logIn("ada"))));

    assertThat(create(slow, TWO)).isEqualTo(new Full());
    assertThat(ids("ada")).containsExactlyInAnyOrder(one.id(), others.get(0).id());
  }

  /** The pause comes before the read; the script follows the read at once. */
  @Test
  void afterAPauseTheIndexIsReadAgain() {
    List<String> sent = new ArrayList<>();
    Predicate<List<String>> creating = creating();
    gate.guard(
        command -> {
          if (creating.test(command) && sent.size() < 6) {
            logIn("ada");
          }
          sent.add(command.get(0));
        });
    assertThat(create(slow, LATEST_TWO)).isInstanceOf(Admitted.class);

    assertThat(sent.stream().filter(name -> !name.equals("EVAL")))
        .startsWith("SRANDMEMBER", "EVALSHA", "SRANDMEMBER", "EVALSHA");
    assertThat(ids("ada")).hasSize(2);
  }

  @Test
  void aLoginOfAnotherIdCountsAsWellWhenItsSessionIsContinued() {
    TestClient bob = logIn("bob");
    logIn("ada");
    Login login = bob.newLogin("ada");
    gate.guard(once(running(layout().scripts().login()), () -> logIn("ada")));
    Admission answer = Await.of(slow.login(bob.id(), bob.secret(), login, TWO));

    assertThat(answer).isEqualTo(new Full());
    assertOpens(bob);
    assertThat(ids("ada")).hasSize(2);
  }

  @Test
  void sessionsOfEveryLayoutCount() {
    logIn("ada");
    Sample.of("ada").in(otherLayout);
    assertThat(create(store, TWO)).isEqualTo(new Full());
    assertThat(create(otherLayout, TWO)).isEqualTo(new Full());
  }

  @Test
  void theOldestIsFoundInEveryLayout() {
    TestClient older = Sample.of("ada").in(otherLayout);
    TestClient newer = logIn("ada");
    redis.age(key(older), older.record(), 20_000);
    redis.age(key(newer), newer.record(), 10_000);
    SessionId third = admitted(store, LATEST_TWO, older.id());
    assertThat(ids("ada")).containsExactlyInAnyOrder(newer.id(), third);

    SessionId fourth = admitted(otherLayout, LATEST_TWO, newer.id());
    assertThat(ids("ada")).containsExactlyInAnyOrder(third, fourth);
  }

  /** A session that cannot be read is ended first. */
  @Test
  void whatCannotBeReadIsTheOldest() {
    TestClient unreadable = logIn("ada");
    TestClient kept = logIn("ada");
    redis.age(key(kept), kept.record(), 60_000);
    redis.at(index).call("DEL", key(unreadable));
    redis.at(index).call("RPUSH", key(unreadable), "no session");
    redis.expireIn(key(unreadable), 60_000);

    SessionId third = admitted(store, LATEST_TWO, unreadable.id());
    assertThat(ids("ada")).containsExactlyInAnyOrder(kept.id(), third);
    assertThat(redis.holds(key(unreadable))).isFalse();
  }

  @Test
  void ofSessionsOfOneInstantTheSmallestIdIsTheOldest() {
    List<TestClient> clients = List.of(logIn("ada"), logIn("ada"), logIn("ada"));
    clients.forEach(client -> redis.set(key(client), "created_at", 1_000_000_000_000L));
    List<SessionId> sorted =
        clients.stream()
            .map(TestClient::id)
            .sorted((a, b) -> a.value().compareTo(b.value()))
            .toList();

    assertThat(admitted(new SessionsPerUser(3, AtLimit.END_OLDEST)).displaced())
        .containsExactly(sorted.get(0));
    assertThat(admitted(LATEST_TWO).displaced()).contains(sorted.get(1), sorted.get(2));
  }

  @Test
  void aboveFiveHundredIdsTheStaleOnesAreSweptFirst() {
    TestClient live = logIn("ada");
    stale(1_200);

    assertThat(create(store, TWO)).isInstanceOf(Admitted.class);
    assertThat(create(store, TWO)).isEqualTo(new Full());
    assertThat(ids("ada")).hasSize(2).contains(live.id());
  }

  @Test
  void hundredsOfSessionsMakeRoomAtOnce() {
    Sample sample = Sample.of("ada");
    Await.all(IntStream.range(0, 500).mapToObj(i -> sample.inAsync(store)).toList());
    Admitted admitted = admitted(new SessionsPerUser(1, AtLimit.END_OLDEST));

    assertThat(admitted.displaced()).hasSize(500).doesNotHaveDuplicates();
    assertThat(ids("ada")).containsExactly(admitted.record().id());
  }

  /** A user with more sessions than a script can count is refused. */
  @Test
  void aboveFiveHundredLiveSessionsNoneIsAdded() {
    Sample sample = Sample.of("ada");
    Await.all(IntStream.range(0, 501).mapToObj(i -> sample.inAsync(store)).toList());

    assertThat(create(store, new SessionsPerUser(500, AtLimit.END_OLDEST))).isEqualTo(new Full());
    assertThat(ids("ada")).hasSize(501);
  }

  /**
   * As many logins as promised, in both layouts, from two servers, with sessions counted all along.
   */
  @ParameterizedTest
  @EnumSource
  void twoHundredLoginsAtOnceNeverMakeMoreThanFive(AtLimit atLimit) {
    SessionsPerUser five = new SessionsPerUser(5, atLimit);
    List<CompletionStage<Admission>> asked = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      SessionStore either = i % 2 == 0 ? store : otherLayout;
      asked.add(either.create(Sample.of("ada").draft(either), five));
    }
    assertThat(mostSeenUntil(asked)).isLessThanOrEqualTo(5);

    List<Admission> answers = Await.all(asked);
    assertThat(answers)
        .filteredOn(Admitted.class::isInstance)
        .hasSize(atLimit == AtLimit.REFUSE ? 5 : 200);
    assertThat(ids("ada")).hasSize(5);
  }

  /** Counts all keys in one step, so that no session appears between two counts. */
  private long mostSeenUntil(List<CompletionStage<Admission>> asked) {
    long most = 0;
    try (RespClient observer = redis.serverOf(index).connect()) {
      while (!asked.stream().allMatch(one -> one.toCompletableFuture().isDone())) {
        long live =
            observer.number(
                "EVAL", "return redis.call('DBSIZE') - redis.call('EXISTS', KEYS[1])", "1", index);
        most = Math.max(most, live);
      }
    }
    return most;
  }

  private Predicate<List<String>> creating() {
    return running(layout().scripts().createWithin());
  }

  private static Admission create(SessionStore on, SessionsPerUser limit) {
    return Await.of(on.create(Sample.of("ada").draft(on), limit));
  }

  private Admitted admitted(SessionsPerUser limit) {
    return (Admitted) create(store, limit);
  }

  /** The new session of a login that ends {@code oldest}. */
  private static SessionId admitted(SessionStore on, SessionsPerUser limit, SessionId oldest) {
    SessionDraft draft = Sample.of("ada").draft(on);
    assertThat(Await.as(Admitted.class, on.create(draft, limit)).displaced())
        .containsExactly(oldest);
    return draft.id();
  }

  /** An id without a session. */
  private String stale() {
    return Sample.of("ada").draft(store).id().value();
  }

  /** Adds that many of them to the index. */
  private void stale(int count) {
    Stream<String> ids = Stream.generate(this::stale).limit(count);
    redis.at(index).call(Stream.concat(Stream.of("SADD", index), ids).toArray(String[]::new));
    redis.expireIn(index, 600_000);
  }
}
