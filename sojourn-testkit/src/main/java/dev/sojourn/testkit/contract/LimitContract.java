package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.ContractTests.assertOpens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user never has more sessions than the limit, however many logins run concurrently. */
interface LimitContract extends ContractTests {

  @Test
  default void oneSessionTooManyIsRefused() {
    SessionsPerUser two = new SessionsPerUser(2, AtLimit.REFUSE);
    TestClient one = admitted("ada", two);
    TestClient other = admitted("ada", two);
    SessionDraft third = Sample.of("ada").draft(store());

    assertThat(Await.of(store().create(third, two))).isEqualTo(new Admission.Full());
    assertThat(TestClient.of(store(), third).isLive()).isFalse();
    assertThat(ids("ada")).containsExactlyInAnyOrder(one.id(), other.id());
  }

  @Test
  default void theOldestSessionMakesRoom() {
    SessionsPerUser two = new SessionsPerUser(2, AtLimit.END_OLDEST);
    TestClient oldest = admitted("ada", two);
    advance(5);
    TestClient older = admitted("ada", two);
    advance(5);
    SessionDraft draft = Sample.of("ada").draft(store());

    assertThat(displaced(draft, two)).containsExactly(oldest.id());
    assertThat(oldest.isLive()).isFalse();
    assertThat(ids("ada")).containsExactlyInAnyOrder(older.id(), draft.id());
  }

  @Test
  default void theOldestIsTheOneCreatedFirstWhoeverCameLast() {
    ContractTests.inTime(Duration.ofMillis(1500), this::theOldestIsUsed);
  }

  private void theOldestIsUsed() {
    revokeAll("ada"); // left over from an attempt that took too long
    SessionsPerUser two = new SessionsPerUser(2, AtLimit.END_OLDEST);
    TestClient oldest = Sample.of("ada").idle(1500).in(store());
    advance(100);
    logIn("ada");
    assertOpens(oldest);
    assertThat(oldest.put("cart", "full")).isPresent();

    assertThat(displaced(Sample.of("ada").draft(store()), two)).containsExactly(oldest.id());
  }

  @Test
  default void aRenewedSessionIsANewOne() {
    SessionsPerUser two = new SessionsPerUser(2, AtLimit.END_OLDEST);
    TestClient first = logIn("ada");
    advance(5);
    TestClient second = logIn("ada");
    advance(5);
    first.logIn("ada");

    assertThat(displaced(Sample.of("ada").draft(store()), two)).containsExactly(second.id());
  }

  @Test
  default void aLowerLimitEndsAsManyAsAreTooMany() {
    List<SessionId> oldest = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      oldest.add(logIn("ada").id());
      advance(5);
    }
    TestClient latest = logIn("ada");
    SessionDraft draft = Sample.of("ada").draft(store());

    assertThat(displaced(draft, new SessionsPerUser(2, AtLimit.END_OLDEST)))
        .containsExactlyInAnyOrderElementsOf(oldest);
    assertThat(ids("ada")).containsExactlyInAnyOrder(latest.id(), draft.id());
  }

  @Test
  default void aLimitOfOneIsOneSession() {
    SessionsPerUser one = new SessionsPerUser(1, AtLimit.END_OLDEST);
    TestClient first = admitted("ada", one);
    SessionDraft draft = Sample.of("ada").draft(store());

    assertThat(displaced(draft, one)).containsExactly(first.id());
    assertThat(ids("ada")).containsExactly(draft.id());
  }

  @ParameterizedTest
  @EnumSource
  default void othersSessionsDoNotCount(AtLimit atLimit) {
    SessionsPerUser one = new SessionsPerUser(1, atLimit);
    TestClient bob = logIn("bob");
    TestClient nobody = Sample.anonymous().in(store());

    assertThat(displaced(Sample.of("ada").draft(store()), one)).isEmpty();
    assertOpens(bob);
    assertOpens(nobody);
  }

  @ParameterizedTest
  @EnumSource
  default void endedSessionsDoNotCount(AtLimit atLimit) {
    SessionsPerUser one = new SessionsPerUser(1, atLimit);
    Timeouts brief = new Timeouts(Duration.ofMillis(60), Duration.ofMillis(60));
    Sample.of("ada").timeouts(brief).in(store());
    logIn("ada").revoke();
    logIn("ada").logIn("bob");
    advance(80);

    assertThat(displaced(Sample.of("ada").draft(store()), one)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void aLoginDoesNotCountTheSessionThatItContinues(AtLimit atLimit) {
    SessionsPerUser two = new SessionsPerUser(2, atLimit);
    TestClient old = logIn("ada");
    TestClient other = logIn("ada");
    Login login = old.newLogin("ada");
    Admitted admitted = Await.as(Admitted.class, store().login(old.id(), old.secret(), login, two));

    assertThat(admitted.displaced()).isEmpty();
    assertThat(ids("ada")).containsExactlyInAnyOrder(other.id(), login.id());
  }

  @Test
  default void aLoginTooManyIsRefusedAndTheOldSessionStays() {
    SessionsPerUser one = new SessionsPerUser(1, AtLimit.REFUSE);
    TestClient phone = logIn("ada");
    for (TestClient old : List.of(Sample.anonymous().in(store()), logIn("bob"))) {
      Login login = old.newLogin("ada");

      assertThat(old.login(login, one)).isEqualTo(new Admission.Full());
      assertOpens(old);
      assertThat(old.after(login).isLive()).isFalse();
    }
    assertThat(ids("ada")).containsExactly(phone.id());
    assertThat(ids("bob")).hasSize(1);
  }

  @Test
  default void aLoginEndsTheOldestOfTheNewUser() {
    SessionsPerUser one = new SessionsPerUser(1, AtLimit.END_OLDEST);
    TestClient phone = logIn("ada");
    TestClient old = logIn("bob");
    Login login = old.newLogin("ada");
    Admitted admitted = Await.as(Admitted.class, store().login(old.id(), old.secret(), login, one));

    assertThat(admitted.displaced()).containsExactly(phone.id());
    assertThat(ids("ada")).containsExactly(login.id());
    assertThat(ids("bob")).isEmpty();
  }

  @Test
  default void aWrongSecretAtTheLimitEndsNobody() {
    SessionsPerUser one = new SessionsPerUser(1, AtLimit.END_OLDEST);
    TestClient phone = logIn("ada");
    TestClient bob = logIn("bob");

    assertThat(bob.stranger().login(bob.newLogin("ada"), one)).isEqualTo(new NoSession());
    assertOpens(phone);
  }

  /** The numbers of the guarantee: 200 logins, never more than 5 live sessions. */
  @ParameterizedTest
  @EnumSource
  default void manyLoginsAtOnceNeverMakeMoreThanTheLimit(AtLimit atLimit) {
    SessionsPerUser five = new SessionsPerUser(5, atLimit);
    AtomicInteger working = new AtomicInteger(16);
    List<List<Admission>> answers =
        Concurrently.many(
            17, number -> number == 16 ? watches(5, working) : logsIn(200 / 16 + 1, five, working));
    List<Admitted> admitted =
        answers.stream()
            .flatMap(List::stream)
            .filter(Admitted.class::isInstance)
            .map(Admitted.class::cast)
            .toList();
    List<SessionId> displaced = admitted.stream().flatMap(a -> a.displaced().stream()).toList();
    Stream<SessionId> left =
        admitted.stream().map(a -> a.record().id()).filter(id -> !displaced.contains(id));

    assertThat(ids("ada")).hasSize(5).containsExactlyInAnyOrderElementsOf(left.toList());
    assertThat(displaced).doesNotHaveDuplicates();
    assertThat(admitted).hasSize(atLimit == AtLimit.REFUSE ? 5 : 16 * (200 / 16 + 1));
  }

  private List<Admission> logsIn(int times, SessionsPerUser limit, AtomicInteger working) {
    List<Admission> answers = new ArrayList<>();
    try {
      for (int i = 0; i < times; i++) {
        answers.add(Await.of(store().create(Sample.of("ada").draft(store()), limit)));
      }
      return answers;
    } finally {
      working.decrementAndGet();
    }
  }

  private List<Admission> watches(int most, AtomicInteger working) {
    do {
      assertThat(ids("ada")).hasSizeLessThanOrEqualTo(most);
    } while (working.get() > 0);
    return List.of();
  }

  private TestClient admitted(String user, SessionsPerUser limit) {
    SessionDraft draft = Sample.of(user).draft(store());
    assertThat(displaced(draft, limit)).isEmpty();
    return TestClient.of(store(), draft);
  }

  private List<SessionId> displaced(SessionDraft draft, SessionsPerUser limit) {
    return Await.as(Admitted.class, store().create(draft, limit)).displaced();
  }
}
