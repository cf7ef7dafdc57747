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
 * Rule 21: a write takes effect in its own process before the call completes, although its message
 * is still in transit. All messages are delayed. Independent of the kind of server.
 */
class OwnWritesIT {

  private static final SessionsPerUser ONE = new SessionsPerUser(1, AtLimit.END_OLDEST);
  private static final Duration DELAY = Duration.ofMillis(100);

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
    Issued ada = cached("ada");
    rig.here().revoke(ada.session().id(), EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutOfASession() {
    Issued ada = cached("ada");
    rig.here().revoke(ada.session(), EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutEverywhere() {
    Issued ada = cached("ada");
    rig.here().revokeAll("ada", EndReason.LOGOUT);
    assertRefused(ada);
  }

  @Test
  void aLogoutEverywhereElse() {
    Issued ada = cached("ada");
    Issued other = rig.login("ada");
    rig.here().revokeOthers("ada", other.session().id(), EndReason.LOGOUT);
    assertRefused(ada);
    assertThat(rig.accepts(other.token())).isTrue();
  }

  @Test
  void aChange() {
    Issued ada = cached("ada");
    rig.here().change(ada.session().id(), changes -> changes.set("n", 1));
    assertThat(number(ada)).isEqualTo(1);
  }

  @Test
  void whatIsSaved() {
    Issued ada = cached("ada");
    Session session = rig.here().access(ada.token()).orElseThrow();
    session.set("n", 2);
    rig.here().save(session);
    assertThat(number(ada)).isEqualTo(2);
  }

  @Test
  void aLoginEndsWhatItBeganWith() {
    Issued ada = cached("ada");
    Issued next = (Issued) rig.here().login(ada.token(), "ben");
    assertRefused(ada);
    assertThat(rig.accepts(next.token())).isTrue();
  }

  @Test
  void aLoginEndsWhoMadeRoom() {
    Issued ben = cached("ben");
    rig.here().login(rig.login("ada").token(), "ben");
    assertRefused(ben);
  }

  @Test
  void aCreationEndsWhoMadeRoom() {
    Issued ada = cached("ada");
    rig.here().create(NewSession.of("ada"));
    assertRefused(ada);
  }

  /** The outcome is unknown, and the write did run. */
  @Test
  void aCreationOfUnknownOutcomeEndsWhoMadeRoom() {
    Issued ada = cached("ada");
    rig.proxy().fault(LinkKind.DATA, new Fault.DropReply("EVAL"));
    assertThatThrownBy(() -> rig.here().create(NewSession.of("ada")))
        .isInstanceOf(StoreUnavailable.class);
    assertRefused(ada);
  }

  @Test
  void aTheft() {
    Issued old = rig.login("ada");
    Issued next = (Issued) rig.beside().rotate(old.token());
    rig.awaitHit(next.token());
    rig.subscribedLink().fault(new Fault.Delay(DELAY));
    assertThat(rig.accepts(old.token())).isFalse();
    assertRefused(next);
  }

  @Test
  void theFirstUseOfANewSecret() {
    Issued old = rig.login("ada");
    Issued next = cachedWithNextSecret(old);
    assertThat(rig.accepts(next.token())).isTrue();
    assertRefused(old);
  }

  /** It first makes the new secret current. */
  @Test
  void aRotationOfANewSecret() {
    Issued old = rig.login("ada");
    Issued next = cachedWithNextSecret(old);
    rig.here().rotate(next.token());
    assertRefused(old);
  }

  /** Caches a session and returns it with the secret that replaces the old one on first use. */
  private Issued cachedWithNextSecret(Issued old) {
    Issued next = (Issued) rig.beside().rotate(old.token());
    rig.awaitHit(old.token());
    rig.subscribedLink().fault(new Fault.Delay(DELAY));
    return next;
  }

  /** Caches a session, then delays all messages. */
  private Issued cached(String user) {
    Issued issued = rig.cached(user);
    rig.subscribedLink().fault(new Fault.Delay(DELAY));
    return issued;
  }

  private void assertRefused(Issued issued) {
    assertThat(rig.accepts(issued.token())).isFalse();
  }

  private int number(Issued issued) {
    return rig.here().access(issued.token()).orElseThrow().get("n", Integer.class).orElseThrow();
  }
}
