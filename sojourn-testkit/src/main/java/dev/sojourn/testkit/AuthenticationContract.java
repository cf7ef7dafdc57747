package dev.sojourn.testkit;

import static dev.sojourn.testkit.StoreContract.assertOpens;
import static dev.sojourn.testkit.StoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.Secrets;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionDraft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** After a login the session goes on under another id, and only there. */
interface AuthenticationContract extends StoreContract {

  @Test
  default void whatTheSessionHeldGoesWithIt() {
    Timeouts timeouts = new Timeouts(Duration.ofMinutes(5), Duration.ofMinutes(50));
    Visit old =
        Sample.anonymous()
            .timeouts(timeouts)
            .with(Map.of("cart", EncodedValue.json("[1]"), "theme", EncodedValue.text("dark")))
            .in(store());
    SessionRecord before = old.put("theme", "light").orElseThrow();
    advance(20);
    Login login = old.login("ada");
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
    Visit old = Sample.anonymous().timeouts(timeouts(900, 900)).in(store());
    SessionRecord before = old.record();
    advance(500);
    Visit renewed = old.logIn("ada");
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
    Visit old = logIn("ada");
    Visit renewed = old.logIn("ada");

    assertRefused(old, Refusal.UNKNOWN);
    assertThat(old.isLive()).isFalse();
    assertThat(old.revoke()).isZero();
    assertThat(old.put("late", "write")).isEmpty();
    assertOpens(renewed);
    assertThat(ids("ada")).containsExactly(renewed.id());
  }

  @Test
  default void theOldSecretsOpenTheNewIdNotAtAll() {
    Visit old = logIn("ada");
    Visit pending = old.rotated();
    Visit renewed = old.logIn("ada");

    assertRefused(renewed.showing(old.secret()), Refusal.WRONG_SECRET);
    assertRefused(renewed.showing(pending.secret()), Refusal.WRONG_SECRET);
  }

  @Test
  default void anAnonymousSessionBecomesTheUsers() {
    Visit renewed = Sample.anonymous().in(store()).logIn("ada");
    assertThat(ids("ada")).containsExactly(renewed.id());
  }

  @Test
  default void aSessionChangesItsUser() {
    Visit old = logIn("ada");
    Visit other = logIn("ada");
    Visit renewed = old.logIn("bob");

    assertThat(ids("ada")).containsExactly(other.id());
    assertThat(ids("bob")).containsExactly(renewed.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
    assertOpens(renewed);
  }

  @Test
  default void aSessionRenewedManyTimesIsOneSession() {
    Visit visit = Sample.anonymous().with("cart", "full").in(store());
    for (String user : List.of("ada", "bob", "bob", "ada", "bob")) {
      visit = visit.logIn(user);
    }

    assertThat(visit.text("cart")).contains("full");
    assertThat(ids("ada")).isEmpty();
    assertThat(ids("bob")).containsExactly(visit.id());
  }

  @Test
  default void whatIsNewlyKnownOfTheDeviceIsKept() {
    Device before = new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24"));
    Device newer = new Device(Optional.empty(), Optional.of("198.51.100.0/24"));
    Visit old = Sample.of("ada").on(before).in(store());
    Login login = old.login("ada", newer);

    assertThat(admitted(old, login).record().device()).isEqualTo(before.updatedBy(newer));
    Visit renewed = old.after(login);
    Login again = renewed.login("ada", Device.labelled("Tablet"));
    assertThat(admitted(renewed, again).record().device())
        .isEqualTo(new Device(Optional.of("Tablet"), newer.address()));
  }

  @Test
  default void aWrongSecretRenewsNothing() {
    Visit visit = logIn("ada");
    SessionRecord before = visit.record();
    Login login = visit.login("bob");

    assertThat(visit.stranger().authenticate(login)).isEqualTo(new Admission.Absent());
    assertThat(visit.record()).isEqualTo(before);
    assertThat(visit.after(login).isLive()).isFalse();
    assertThat(ids("bob")).isEmpty();
  }

  @Test
  default void anUnknownIdRenewsNothing() {
    SessionDraft never = Sample.of("ada").draft(store());
    Visit visit = Visit.of(store(), never);
    Login login = visit.login("ada");

    assertThat(visit.authenticate(login)).isEqualTo(new Admission.Absent());
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void everySecretThatOpensTheSessionRenewsIt() {
    Visit pending = logIn("ada").rotated();
    assertThat(pending.logIn("ada").isLive()).isTrue();

    Visit first = logIn("bob");
    Visit sibling = first.rotated();
    assertOpens(first.rotated());
    assertThat(sibling.logIn("bob").isLive()).isTrue();

    Visit replaced = logIn("cyd");
    assertOpens(replaced.rotated());
    subject().advance(subject().grace().dividedBy(3));
    assertThat(replaced.logIn("cyd").isLive()).isTrue();
  }

  /** The answer was lost, so the client's server asks again. */
  @Test
  default void aRepeatedLoginIsAnsweredAlike() {
    Visit old = Sample.of("ada").with("cart", "full").in(store());
    Login login = old.login("bob");
    SessionRecord record = admitted(old, login).record();

    assertThat(admitted(old, login).record()).isEqualTo(record);
    assertThat(ids("bob")).containsExactly(login.id());
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void aRepeatedLoginIsAnsweredAlikeAtTheLimit() {
    SessionLimit one = new SessionLimit(1, SessionLimit.AtLimit.REFUSE);
    Visit old = logIn("ada");
    Login login = old.login("bob");
    assertThat(old.authenticate(login, one)).isInstanceOf(Admitted.class);

    assertThat(old.authenticate(login, one)).isInstanceOf(Admitted.class);
    assertThat(ids("bob")).containsExactly(login.id());
  }

  @Test
  default void aRepeatedLoginWithAnotherSecretIsNone() {
    Visit old = logIn("ada");
    Login login = old.login("ada");
    SessionRecord record = admitted(old, login).record();
    Login other = new Login(login.id(), Sample.newSecret(), "ada", Device.UNKNOWN);

    assertThat(old.authenticate(other)).isEqualTo(new Admission.Absent());
    assertThat(old.after(login).record()).isEqualTo(record);
  }

  /** The first answer was late, not lost: the same login runs twice. */
  @Test
  default void aLoginRepeatedAtOnceIsAnsweredAlike() {
    for (int round = 0; round < Rounds.of(2_000); round++) {
      Visit old = logIn("ada");
      Login login = old.login("bob");
      List<Admission> answers =
          AtOnce.both(() -> old.authenticate(login), () -> old.authenticate(login));

      assertThat(answers).hasOnlyElementsOfType(Admitted.class);
      assertThat(old.isLive()).isFalse();
      assertThat(ids("bob")).containsExactly(login.id());
      assertThat(revokeAll("bob")).isEqualTo(1);
    }
  }

  @Test
  default void ofTwoLoginsAtOnceOneIsAdmitted() {
    for (int round = 0; round < Rounds.of(2_000); round++) {
      Visit old = logIn("ada");
      Login one = old.login("ada");
      Login other = old.login("bob");
      List<Boolean> admitted =
          AtOnce.both(
              () -> old.authenticate(one) instanceof Admitted,
              () -> old.authenticate(other) instanceof Admitted);

      assertThat(admitted).containsExactlyInAnyOrder(true, false);
      assertThat(old.after(one).isLive()).isEqualTo(admitted.get(0));
      assertThat(old.after(other).isLive()).isEqualTo(admitted.get(1));
      assertThat(revokeAll("ada") + revokeAll("bob")).isEqualTo(1);
    }
  }

  private static Admitted admitted(Visit visit, Login login) {
    Admitted admitted =
        Answers.as(
            Admitted.class,
            visit.store().authenticate(visit.id(), visit.secret(), login, SessionLimit.NONE));
    assertThat(admitted.displaced()).isEmpty();
    return admitted;
  }

  private static Timeouts timeouts(long idleMillis, long absoluteMillis) {
    return new Timeouts(Duration.ofMillis(idleMillis), Duration.ofMillis(absoluteMillis));
  }
}
