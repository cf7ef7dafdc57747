package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.spi.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The operations as an application calls them. */
final class SessionsTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2025-01-01T00:00:00Z"));
  private final InMemorySessionStore store =
      new InMemorySessionStore(now::get, new SizeLimits(1000, 5), Secrets.GRACE);
  private final Sessions sessions = Sessions.over(store, new TinyCodec()).build();

  @Test
  void aTokenOpensTheSessionItWasHandedOutFor() {
    Issued issued =
        open(NewSession.of("ada").with("role", "admin").on("Phone").from(Client.at("10.0.0.1")));
    Session session = sessions.access(issued.token()).orElseThrow();

    assertThat(session.id()).isEqualTo(issued.token().id()).isEqualTo(issued.session().id());
    assertThat(session.user()).contains("ada");
    assertThat(session.get("role")).contains("admin");
    assertThat(session.device().label()).contains("Phone");
    assertThat(session.device().address()).contains("10.0.0.0/24");
    assertThat(session.timeouts()).isEqualTo(Timeouts.DEFAULT);
  }

  @Test
  void whoHasOnlySeenTheIdOrTheHashGetsNothing() {
    Issued issued = open(NewSession.of("ada"));
    String hash = issued.token().secretHash().text();
    SessionToken forged = SessionToken.parse(issued.token().id() + "." + hash).orElseThrow();

    assertThat(sessions.access(forged)).isEmpty();
    assertThat(sessions.peek(forged)).isEmpty();
    assertThat(sessions.rotate(forged)).isEqualTo(new NotFound());
    assertThat(sessions.login(forged, "eve")).isEqualTo(new NotFound());
    assertThat(sessions.access(issued.token())).isPresent();
  }

  @Test
  void anAccessSlidesAndAPeekDoesNot() {
    Issued issued = open(NewSession.of("ada"));
    pass(Duration.ofMinutes(20));
    assertThat(sessions.peek(issued.token())).isPresent();
    assertThat(sessions.peek(issued.token().id()).map(Session::lastAccessAt))
        .contains(issued.session().createdAt());

    assertThat(sessions.access(issued.token()).map(Session::lastAccessAt)).contains(now.get());
    pass(Duration.ofMinutes(32));
    assertThat(sessions.peek(issued.token())).isEmpty();
    assertThat(sessions.peek(issued.token().id())).isEmpty();
  }

  @Test
  void aViewsChangesAreSaved() {
    Session session = open(NewSession.of("ada").with("visits", 1)).session();
    session.edit("visits", Integer.class, old -> old.map(n -> n + 1)).set("theme", "dark");
    Written written = (Written) sessions.save(session);

    assertThat(written.session().get("visits", Integer.class)).contains(2);
    assertThat(written.session().get("theme")).contains("dark");
    assertThat(sessions.peek(session.id()).flatMap(s -> s.get("theme"))).contains("dark");
  }

  @Test
  void aViewThatChangedNothingIsSavedWithoutAsking() {
    Session session = open(NewSession.of("ada")).session();
    sessions.revoke(session.id(), EndReason.LOGOUT);
    assertThat(sessions.save(session)).isEqualTo(new Written(session));
  }

  @Test
  void aViewOfAnEndedSessionIsNotSaved() {
    Session session = open(NewSession.of("ada")).session().set("late", "write");
    sessions.revoke(session.id(), EndReason.LOGOUT);
    assertThat(sessions.save(session)).isEqualTo(new NotFound());
    assertThat(sessions.peek(session.id())).isEmpty();
  }

  @Test
  void aSessionIsChangedWithoutBeingReadBefore() {
    SessionId id = open(NewSession.of("ada").with("visits", 1)).token().id();
    Saved saved =
        sessions.change(
            id,
            changes ->
                changes
                    .edit("visits", Integer.class, old -> old.map(n -> n + 1))
                    .set("cart", List.of(1))
                    .remove("nothing")
                    .label("Tablet"));
    Session now = ((Written) saved).session();

    assertThat(now.get("visits", Integer.class)).contains(2);
    assertThat(now.device().label()).contains("Tablet");
    sessions.revoke(id, EndReason.LOGOUT);
    assertThat(sessions.change(id, changes -> changes.set("a", "b"))).isEqualTo(new NotFound());
  }

  @Test
  void whatIsTooLargeIsRefusedAndSaid() {
    Session session = open(NewSession.of("ada")).session();
    assertThatExceptionOfType(SessionTooLarge.class)
        .isThrownBy(() -> sessions.save(session.set("a", "x".repeat(1000))))
        .withMessageContaining("1000 bytes");
    assertThatExceptionOfType(SessionTooLarge.class)
        .isThrownBy(() -> sessions.create(NewSession.of("ada").with("a", "x".repeat(1000))));
  }

  @Test
  void whatAnEditThrowsComesBackAsItIs() {
    SessionId id = open(NewSession.of("ada")).token().id();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                sessions.change(
                    id,
                    changes ->
                        changes.edit(
                            "a",
                            String.class,
                            old -> {
                              throw new IllegalStateException("not now");
                            })))
        .withMessage("not now");
  }

  @Test
  void anEditOfWhatCannotBeReadFailsTheChange() {
    Session session = open(NewSession.of("ada").with("name", "Ada")).session();
    assertThatExceptionOfType(UnreadableSession.class)
        .isThrownBy(() -> sessions.save(session.edit("name", Integer.class, old -> old)));
    assertThat(sessions.peek(session.id()).flatMap(s -> s.get("name"))).contains("Ada");
  }

  @Test
  void aLoginHandsOutANewTokenAndEndsTheOld() {
    Issued before = open(NewSession.anonymous().with("cart", List.of(1)).on("Phone"));
    Issued after =
        (Issued) sessions.login(before.token(), "ada", Device.UNKNOWN.at(Client.at("203.0.113.7")));

    assertThat(after.token().id()).isNotEqualTo(before.token().id());
    assertThat(sessions.access(before.token())).isEmpty();
    Session session = sessions.access(after.token()).orElseThrow();
    assertThat(session.user()).contains("ada");
    assertThat(session.get("cart", List.class)).contains(List.of(1));
    assertThat(session.device())
        .isEqualTo(new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24")));
    assertThat(sessions.login(before.token(), "bob")).isEqualTo(new NotFound());
  }

  @Test
  void aRotationHandsOutANewTokenOfTheSameSession() {
    SessionToken old = open(NewSession.of("ada")).token();
    SessionToken next = ((Issued) sessions.rotate(old)).token();

    assertThat(next.id()).isEqualTo(old.id());
    assertThat(next).isNotEqualTo(old);
    assertThat(sessions.access(next)).isPresent();
    assertThat(sessions.access(old)).isPresent();
    pass(Secrets.GRACE.plusMillis(1));
    assertThat(sessions.access(old)).isEmpty();
    assertThat(sessions.access(next)).isEmpty();
  }

  @Test
  void aRotationTooManyKeepsWhatThereIs() {
    SessionToken token = open(NewSession.of("ada")).token();
    for (int i = 0; i < Secrets.MOST_PENDING; i++) {
      assertThat(sessions.rotate(token)).isInstanceOf(Issued.class);
    }
    assertThat(sessions.rotate(token)).isInstanceOf(TooManyPending.class);
    assertThat(sessions.access(token)).isPresent();
  }

  @Test
  void sessionsEndOneByOneOrAllAtOnce() {
    Issued phone = open(NewSession.of("ada"));
    Issued laptop = open(NewSession.of("ada"));
    Issued tablet = open(NewSession.of("ada"));
    Issued desktop = open(NewSession.of("ada"));

    assertThat(sessions.revoke(phone.token().id(), EndReason.LOGOUT)).isEqualTo(new Ended(1));
    assertThat(sessions.revoke(phone.token().id(), EndReason.LOGOUT)).isEqualTo(new Ended(0));
    assertThat(sessions.revoke(laptop.session(), EndReason.LOGOUT)).isEqualTo(new Ended(1));
    assertThat(sessions.revokeOthers("ada", tablet.token().id(), EndReason.REVOKED))
        .isEqualTo(new Ended(1));
    assertThat(sessions.access(tablet.token())).isPresent();
    assertThat(sessions.access(desktop.token())).isEmpty();
    assertThat(sessions.revokeAll("ada", EndReason.REVOKED)).isEqualTo(new Ended(1));
    assertThat(sessions.list("ada")).isEmpty();
  }

  @Test
  void devicesAreListedLatestAccessFirst() {
    Issued first = open(NewSession.of("ada"));
    pass(Duration.ofMinutes(2));
    Issued second = open(NewSession.of("ada"));
    pass(Duration.ofMinutes(2));
    Issued third = open(NewSession.of("ada"));
    assertThat(ids()).containsExactly(id(third), id(second), id(first));

    pass(Duration.ofMinutes(2));
    sessions.access(first.token());
    assertThat(ids()).containsExactly(id(first), id(third), id(second));
  }

  @Test
  void devicesOfTheSameMomentAreListedInOneOrder() {
    for (int i = 0; i < 20; i++) {
      open(NewSession.of("ada"));
    }
    assertThat(ids().stream().map(SessionId::value)).isSorted();
  }

  @Test
  void aLimitIsMetOrMadeRoomFor() {
    Sessions one = limited(AtLimit.REFUSE);
    Issued first = one.create(NewSession.of("ada")).orElseThrow();
    SessionsPerUser limit = new SessionsPerUser(1, AtLimit.REFUSE);
    SessionToken nobody = one.create(NewSession.anonymous()).orElseThrow().token();

    assertThat(one.create(NewSession.of("ada"))).isEqualTo(new LimitReached(limit));
    assertThat(one.login(nobody, "ada")).isEqualTo(new LimitReached(limit));
    assertThat(one.access(nobody)).isPresent();
    Issued second = limited(AtLimit.END_OLDEST).create(NewSession.of("ada")).orElseThrow();
    assertThat(one.access(first.token())).isEmpty();
    assertThat(one.access(second.token())).isPresent();
  }

  @Test
  void aRefusedCreationIsNoSession() {
    assertThatIllegalStateException()
        .isThrownBy(new LimitReached(new SessionsPerUser(1, AtLimit.REFUSE))::orElseThrow)
        .withMessageContaining("most sessions");
  }

  @Test
  void timeoutsAreAsConfiguredOrAsAskedFor() {
    Timeouts configured = new Timeouts(Duration.ofMinutes(5), Duration.ofMinutes(50));
    Sessions brief = Sessions.over(store, new TinyCodec()).timeouts(configured).build();

    assertThat(brief.async().timeouts()).isEqualTo(configured);
    assertThat(brief.create(NewSession.of("ada")).orElseThrow().session().timeouts())
        .isEqualTo(configured);
    assertThat(
            brief
                .create(NewSession.of("ada").idleTimeout(Duration.ofMinutes(1)))
                .orElseThrow()
                .session()
                .timeouts())
        .isEqualTo(new Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(50)));
  }

  @Test
  void aBadUserIdIsRefusedByEveryVerb() {
    SessionToken token = open(NewSession.of("ada")).token();
    SessionId id = token.id();

    assertThatIllegalArgumentException().isThrownBy(() -> sessions.login(token, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> sessions.list(".."));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sessions.revokeAll("a\nb", EndReason.LOGOUT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sessions.revokeOthers("", id, EndReason.LOGOUT));
    assertThat(sessions.access(token)).isPresent();
  }

  private Sessions limited(AtLimit atLimit) {
    return Sessions.over(store, new TinyCodec()).limit(new SessionsPerUser(1, atLimit)).build();
  }

  private Issued open(NewSession asked) {
    return sessions.create(asked).orElseThrow();
  }

  private List<SessionId> ids() {
    return sessions.list("ada").stream().map(Session::id).toList();
  }

  private static SessionId id(Issued issued) {
    return issued.token().id();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
