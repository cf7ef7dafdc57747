package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.ContractTests.assertOpens;
import static dev.sojourn.testkit.contract.ContractTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A login continues the session under another id, and only there. */
interface LoginContract extends ContractTests {

  @Test
  default void whatTheSessionHeldGoesWithIt() {
    Timeouts timeouts = new Timeouts(Duration.ofMinutes(5), Duration.ofMinutes(50));
    TestClient old =
        Sample.anonymous()
            .timeouts(timeouts)
            .with(Map.of("cart", EncodedValue.json("[1]"), "theme", EncodedValue.text("dark")))
            .in(store());
    SessionRecord before = old.put("theme", "light").orElseThrow();
    advance(20);
    Login login = old.newLogin("ada");
    SessionRecord now = admitted(old, login).record();

    assertThat(now.id()).isEqualTo(login.id());
    assertThat(now.user()).contains("ada");
    assertThat(now.attributes()).isEqualTo(before.attributes());
    assertThat(now.timeouts()).isEqualTo(timeouts);
    assertThat(now.secrets()).isEqualTo(Secrets.of(login.secret()));
    assertThat(now.version()).isZero();
    assertThat(old.after(login).record()).isEqualTo(now);
  }

  @Test
  default void bothTimeoutsBeginAnew() {
    TestClient old = Sample.anonymous().timeouts(timeouts(900, 900)).in(store());
    SessionRecord before = old.record();
    advance(500);
    TestClient renewed = old.logIn("ada");
    advance(500);
    SessionRecord now = renewed.record();

    assertThat(now.createdAt()).isAfter(before.createdAt());
    assertThat(now.lastAccessAt()).isEqualTo(now.createdAt());
    advance(450);
    assertRefused(renewed, Refusal.UNKNOWN);
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void theOldIdIsEnded() {
    TestClient old = logIn("ada");
    TestClient renewed = old.logIn("ada");

    assertRefused(old, Refusal.UNKNOWN);
    assertThat(old.isLive()).isFalse();
    assertThat(old.revoke()).isZero();
    assertThat(old.put("late", "write")).isEmpty();
    assertOpens(renewed);
    assertThat(ids("ada")).containsExactly(renewed.id());
  }

  @Test
  default void theOldSecretsOpenTheNewIdNotAtAll() {
    TestClient old = logIn("ada");
    TestClient pending = old.rotated();
    TestClient renewed = old.logIn("ada");

    assertRefused(renewed.showing(old.secret()), Refusal.WRONG_SECRET);
    assertRefused(renewed.showing(pending.secret()), Refusal.WRONG_SECRET);
  }

  @Test
  default void anAnonymousSessionBecomesTheUsers() {
    TestClient renewed = Sample.anonymous().in(store()).logIn("ada");
    assertThat(ids("ada")).containsExactly(renewed.id());
  }

  @Test
  default void aSessionChangesItsUser() {
    TestClient old = logIn("ada");
    TestClient other = logIn("ada");
    TestClient renewed = old.logIn("bob");

    assertThat(ids("ada")).containsExactly(other.id());
    assertThat(ids("bob")).containsExactly(renewed.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
    assertOpens(renewed);
  }

  @Test
  default void aSessionRenewedManyTimesIsOneSession() {
    TestClient client = Sample.anonymous().with("cart", "full").in(store());
    for (String user : List.of("ada", "bob", "bob", "ada", "bob")) {
      client = client.logIn(user);
    }

    assertThat(client.text("cart")).contains("full");
    assertThat(ids("ada")).isEmpty();
    assertThat(ids("bob")).containsExactly(client.id());
  }

  @Test
  default void whatIsNewlyKnownOfTheDeviceIsKept() {
    Device before = new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24"));
    Device newer = new Device(Optional.empty(), Optional.of("198.51.100.0/24"));
    TestClient old = Sample.of("ada").on(before).in(store());
    Login login = old.newLogin("ada", newer);

    assertThat(admitted(old, login).record().device()).isEqualTo(before.updatedBy(newer));
    TestClient renewed = old.after(login);
    Login again = renewed.newLogin("ada", Device.labelled("Tablet"));
    assertThat(admitted(renewed, again).record().device())
        .isEqualTo(new Device(Optional.of("Tablet"), newer.address()));
  }

  @Test
  default void aWrongSecretRenewsNothing() {
    TestClient client = logIn("ada");
    SessionRecord before = client.record();
    Login login = client.newLogin("bob");

    assertThat(client.stranger().login(login)).isEqualTo(new NoSession());
    assertThat(client.record()).isEqualTo(before);
    assertThat(client.after(login).isLive()).isFalse();
    assertThat(ids("bob")).isEmpty();
  }

  @Test
  default void anUnknownIdRenewsNothing() {
    SessionDraft never = Sample.of("ada").draft(store());
    TestClient client = TestClient.of(store(), never);
    Login login = client.newLogin("ada");

    assertThat(client.login(login)).isEqualTo(new NoSession());
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void everySecretThatOpensTheSessionRenewsIt() {
    TestClient pending = logIn("ada").rotated();
    assertThat(pending.logIn("ada").isLive()).isTrue();

    TestClient first = logIn("bob");
    TestClient sibling = first.rotated();
    assertOpens(first.rotated());
    assertThat(sibling.logIn("bob").isLive()).isTrue();

    TestClient replaced = logIn("cyd");
    assertOpens(replaced.rotated());
    subject().advance(subject().grace().dividedBy(3));
    assertThat(replaced.logIn("cyd").isLive()).isTrue();
  }

  /** The answer was lost, so the login is repeated. */
  @Test
  default void aRepeatedLoginIsAnsweredAlike() {
    TestClient old = Sample.of("ada").with("cart", "full").in(store());
    Login login = old.newLogin("bob");
    SessionRecord record = admitted(old, login).record();

    assertThat(admitted(old, login).record()).isEqualTo(record);
    assertThat(ids("bob")).containsExactly(login.id());
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void aRepeatedLoginIsAnsweredAlikeAtTheLimit() {
    SessionsPerUser one = new SessionsPerUser(1, SessionsPerUser.AtLimit.REFUSE);
    TestClient old = logIn("ada");
    Login login = old.newLogin("bob");
    assertThat(old.login(login, one)).isInstanceOf(Admitted.class);

    assertThat(old.login(login, one)).isInstanceOf(Admitted.class);
    assertThat(ids("bob")).containsExactly(login.id());
  }

  /** Two tabs log in at once, or the client gave up and logs in anew: both stay in. */
  @Test
  default void aRepeatOfALoginOpensTheSameSession() {
    TestClient old = Sample.of("ada").with("cart", "full").in(store());
    Login first = old.newLogin("ada");
    SessionId id = admitted(old, first).record().id();
    Login repeat = old.newLogin("ada");

    assertThat(admitted(old, repeat).record().id()).isEqualTo(id);
    TestClient one = old.after(first);
    TestClient other = one.showing(repeat.secret());
    assertOpens(one);
    assertOpens(other);
    assertOpens(one);
    assertThat(other.text("cart")).contains("full");
    assertThat(ids("ada")).containsExactly(id);
  }

  /** Whoever planted the old token does not get into the session that its victim logged in. */
  @Test
  default void aRepeatAsAnotherUserOrWithAnotherSecretIsNone() {
    TestClient old = logIn("ada");
    TestClient now = old.logIn("ada");
    SessionRecord record = now.record();

    assertThat(old.login(old.newLogin("eve"))).isEqualTo(new NoSession());
    assertThat(old.stranger().login(old.newLogin("ada"))).isEqualTo(new NoSession());
    assertThat(now.record()).isEqualTo(record);
    assertThat(ids("eve")).isEmpty();
  }

  @Test
  default void aRepeatAfterTheLogoutIsNone() {
    TestClient old = logIn("ada");
    TestClient now = old.logIn("ada");
    now.revoke();

    assertThat(old.login(old.newLogin("ada"))).isEqualTo(new NoSession());
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void aRepeatFollowsOneLoginOnly() {
    TestClient old = logIn("ada");
    TestClient next = old.logIn("ada").logIn("ada");

    assertThat(old.login(old.newLogin("ada"))).isEqualTo(new NoSession());
    assertThat(ids("ada")).containsExactly(next.id());
  }

  /** The first answer was only late: the same login runs twice. */
  @Test
  default void aLoginRepeatedAtOnceIsAnsweredAlike() {
    for (int round = 0; round < Rounds.of(2_000); round++) {
      TestClient old = logIn("ada");
      Login login = old.newLogin("bob");
      List<Admission> answers = Concurrently.both(() -> old.login(login), () -> old.login(login));

      assertThat(answers).hasOnlyElementsOfType(Admitted.class);
      assertThat(old.isLive()).isFalse();
      assertThat(ids("bob")).containsExactly(login.id());
      assertThat(revokeAll("bob")).isEqualTo(1);
    }
  }

  @Test
  default void ofTwoLoginsAtOnceOneIsAdmitted() {
    for (int round = 0; round < Rounds.of(2_000); round++) {
      TestClient old = logIn("ada");
      Login one = old.newLogin("ada");
      Login other = old.newLogin("bob");
      List<Boolean> admitted =
          Concurrently.both(
              () -> old.login(one) instanceof Admitted, () -> old.login(other) instanceof Admitted);

      assertThat(admitted).containsExactlyInAnyOrder(true, false);
      assertThat(old.after(one).isLive()).isEqualTo(admitted.get(0));
      assertThat(old.after(other).isLive()).isEqualTo(admitted.get(1));
      assertThat(revokeAll("ada") + revokeAll("bob")).isEqualTo(1);
    }
  }

  private static Admitted admitted(TestClient client, Login login) {
    Admitted admitted =
        Await.as(
            Admitted.class,
            client.store().login(client.id(), client.secret(), login, SessionsPerUser.NONE));
    assertThat(admitted.displaced()).isEmpty();
    return admitted;
  }

  private static Timeouts timeouts(long idleMillis, long absoluteMillis) {
    return new Timeouts(Duration.ofMillis(idleMillis), Duration.ofMillis(absoluteMillis));
  }
}
