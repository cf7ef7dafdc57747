package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Opened;
import dev.sojourn.Session;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionLimit.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.testkit.Fault;
import dev.sojourn.testkit.LinkKind;
import dev.sojourn.testkit.ServerKind;
import dev.sojourn.testkit.SharedServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rule 21: what a process wrote counts there before anybody is answered, though its message is
 * still under way. All messages are late here, so the server makes no difference.
 */
class OwnWritesIT {

  private static final SessionLimit ONE = new SessionLimit(1, AtLimit.END_OLDEST);
  private static final Duration LATE = Duration.ofMillis(100);

  private final NearRig rig =
      NearRig.on(
          SharedServers.fresh(ServerKind.REDIS_7_0_EMBEDDED),
          settings ->
              settings
                  .withNearCache()
                  .withSessionsPerUser(ONE)
                  .withRotationGrace(Duration.ZERO)
                  .withCommandTimeout(Duration.ofSeconds(2)));

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void aLogout() {
    Opened ada = kept("ada");
    rig.here().revoke(ada.session().id(), EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutOfASession() {
    Opened ada = kept("ada");
    rig.here().revoke(ada.session(), EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutEverywhere() {
    Opened ada = kept("ada");
    rig.here().revokeAll("ada", EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutEverywhereElse() {
    Opened ada = kept("ada");
    Opened other = rig.login("ada");
    rig.here().revokeOthers("ada", other.session().id(), EndReason.LOGOUT);
    assertRefused(ada);
    assertThat(rig.accepts(other.token())).isTrue();
  }

  @Test
  void aChange() {
    Opened ada = kept("ada");
    rig.here().change(ada.session().id(), changes -> changes.set("n", 1));
    assertThat(number(ada)).isEqualTo(1);
  }

  @Test
  void whatIsSaved() {
    Opened ada = kept("ada");
    Session session = rig.here().access(ada.token()).orElseThrow();
    session.set("n", 2);
    rig.here().save(session);
    assertThat(number(ada)).isEqualTo(2);
  }

  @Test
  void aLoginEndsWhatItBeganWith() {
    Opened ada = kept("ada");
    Opened next = (Opened) rig.here().authenticate(ada.token(), "ben");
    assertRefused(ada);
    assertThat(rig.accepts(next.token())).isTrue();
  }

  @Test
  void aLoginEndsWhoMadeRoom() {
    Opened ben = kept("ben");
    rig.here().authenticate(rig.login("ada").token(), "ben");
    assertRefused(ben);
  }

  @Test
  void aCreationEndsWhoMadeRoom() {
    Opened ada = kept("ada");
    rig.here().create(NewSession.of("ada"));
    assertRefused(ada);
  }

  /** Nobody knows whether it ran, and it did. */
  @Test
  void aCreationOfUnknownOutcomeEndsWhoMadeRoom() {
    Opened ada = kept("ada");
    rig.proxy().fault(LinkKind.DATA, new Fault.DropReply("EVAL"));
    assertThatThrownBy(() -> rig.here().create(NewSession.of("ada")))
        .isInstanceOf(StoreUnavailable.class);
    assertRefused(ada);
  }

  @Test
  void aTheft() {
    Opened old = rig.login("ada");
    Opened next = (Opened) rig.beside().rotate(old.token());
    rig.keep(next.token());
    rig.wire().fault(new Fault.Delay(LATE));
    assertThat(rig.accepts(old.token())).isFalse();
    assertRefused(next);
  }

  @Test
  void theFirstUseOfANewSecret() {
    Opened old = rig.login("ada");
    Opened next = keptBesideItsNext(old);
    assertThat(rig.accepts(next.token())).isTrue();
    assertRefused(old);
  }

  /** It makes the new secret current first. */
  @Test
  void aRotationOfANewSecret() {
    Opened old = rig.login("ada");
    Opened next = keptBesideItsNext(old);
    rig.here().rotate(next.token());
    assertRefused(old);
  }

  /** What replaces the secret, once it is used. */
  private Opened keptBesideItsNext(Opened old) {
    Opened next = (Opened) rig.beside().rotate(old.token());
    rig.keep(old.token());
    rig.wire().fault(new Fault.Delay(LATE));
    return next;
  }

  /** Kept, and from now on told late of what becomes of it. */
  private Opened kept(String user) {
    Opened opened = rig.kept(user);
    rig.wire().fault(new Fault.Delay(LATE));
    return opened;
  }

  private void assertRefused(Opened opened) {
    assertThat(rig.accepts(opened.token())).isFalse();
  }

  private int number(Opened opened) {
    return rig.here().access(opened.token()).orElseThrow().get("n", Integer.class).orElseThrow();
  }
}
