package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rule 21: what a process wrote counts there before anybody is answered, though its message is
 * still under way. All messages are late here, so the server makes no difference.
 */
class OwnWritesIT {

  private static final SessionsPerUser ONE = new SessionsPerUser(1, AtLimit.END_OLDEST);
  private static final Duration LATE = Duration.ofMillis(100);

  private final NearRig rig =
      NearRig.on(
          SharedServers.fresh(ServerKind.any()),
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
    Issued ada = kept("ada");
    rig.here().revoke(ada.session().id(), EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutOfASession() {
    Issued ada = kept("ada");
    rig.here().revoke(ada.session(), EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutEverywhere() {
    Issued ada = kept("ada");
    rig.here().revokeAll("ada", EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutEverywhereElse() {
    Issued ada = kept("ada");
    Issued other = rig.login("ada");
    rig.here().revokeOthers("ada", other.session().id(), EndReason.LOGOUT);
    assertRefused(ada);
    assertThat(rig.accepts(other.token())).isTrue();
  }

  @Test
  void aChange() {
    Issued ada = kept("ada");
    rig.here().change(ada.session().id(), changes -> changes.set("n", 1));
    assertThat(number(ada)).isEqualTo(1);
  }

  @Test
  void whatIsSaved() {
    Issued ada = kept("ada");
    Session session = rig.here().access(ada.token()).orElseThrow();
    session.set("n", 2);
    rig.here().save(session);
    assertThat(number(ada)).isEqualTo(2);
  }

  @Test
  void aLoginEndsWhatItBeganWith() {
    Issued ada = kept("ada");
    Issued next = (Issued) rig.here().login(ada.token(), "ben");
    assertRefused(ada);
    assertThat(rig.accepts(next.token())).isTrue();
  }

  @Test
  void aLoginEndsWhoMadeRoom() {
    Issued ben = kept("ben");
    rig.here().login(rig.login("ada").token(), "ben");
    assertRefused(ben);
  }

  @Test
  void aCreationEndsWhoMadeRoom() {
    Issued ada = kept("ada");
    rig.here().create(NewSession.of("ada"));
    assertRefused(ada);
  }

  /** Nobody knows whether it ran, and it did. */
  @Test
  void aCreationOfUnknownOutcomeEndsWhoMadeRoom() {
    Issued ada = kept("ada");
    rig.proxy().fault(LinkKind.DATA, new Fault.DropReply("EVAL"));
    assertThatThrownBy(() -> rig.here().create(NewSession.of("ada")))
        .isInstanceOf(StoreUnavailable.class);
    assertRefused(ada);
  }

  @Test
  void aTheft() {
    Issued old = rig.login("ada");
    Issued next = (Issued) rig.beside().rotate(old.token());
    rig.keep(next.token());
    rig.wire().fault(new Fault.Delay(LATE));
    assertThat(rig.accepts(old.token())).isFalse();
    assertRefused(next);
  }

  @Test
  void theFirstUseOfANewSecret() {
    Issued old = rig.login("ada");
    Issued next = keptBesideItsNext(old);
    assertThat(rig.accepts(next.token())).isTrue();
    assertRefused(old);
  }

  /** It makes the new secret current first. */
  @Test
  void aRotationOfANewSecret() {
    Issued old = rig.login("ada");
    Issued next = keptBesideItsNext(old);
    rig.here().rotate(next.token());
    assertRefused(old);
  }

  /** What replaces the secret, once it is used. */
  private Issued keptBesideItsNext(Issued old) {
    Issued next = (Issued) rig.beside().rotate(old.token());
    rig.keep(old.token());
    rig.wire().fault(new Fault.Delay(LATE));
    return next;
  }

  /** Kept, and from now on told late of what becomes of it. */
  private Issued kept(String user) {
    Issued issued = rig.kept(user);
    rig.wire().fault(new Fault.Delay(LATE));
    return issued;
  }

  private void assertRefused(Issued issued) {
    assertThat(rig.accepts(issued.token())).isFalse();
  }

  private int number(Issued issued) {
    return rig.here().access(issued.token()).orElseThrow().get("n", Integer.class).orElseThrow();
  }
}
