package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sojourn.SessionLimit.AtLimit;
import dev.sojourn.memory.InMemorySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The verbs, as an application speaks them. */
final class SessionsTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2025-01-01T00:00:00Z"));
  private final InMemorySessionStore store =
      new InMemorySessionStore(now::get, new Limits(1000, 5), Secrets.GRACE);
  private final Sessions sessions = Sessions.over(store, new TinyCodec()).build();

  @Test
  void aTokenOpensTheSessionItWasHandedOutFor() {
    Opened opened =
        open(NewSession.of("ada").with("role", "admin").on("Phone").from(Client.at("10.0.0.1")));
    Session session = sessions.access(opened.token()).orElseThrow();

    assertThat(session.id()).isEqualTo(opened.token().id()).isEqualTo(opened.session().id());
    assertThat(session.user()).contains("ada");
    assertThat(session.get("role")).contains("admin");
    assertThat(session.device().label()).contains("Phone");
    assertThat(session.device().address()).contains("10.0.0.0/24");
    assertThat(session.timeouts()).isEqualTo(Timeouts.DEFAULT);
  }

  @Test
  void whoHasOnlySeenTheIdOrTheHashGetsNothing() {
    Opened opened = open(NewSession.of("ada"));
    String hash = opened.token().secretHash().text();
    SessionToken forged = SessionToken.parse(opened.token().id() + "." + hash).orElseThrow();

    assertThat(sessions.access(forged)).isEmpty();
    assertThat(sessions.peek(forged)).isEmpty();
    assertThat(sessions.rotate(forged)).isEqualTo(new NotFound());
    assertThat(sessions.authenticate(forged, "eve")).isEqualTo(new NotFound());
    assertThat(sessions.access(opened.token())).isPresent();
  }

  @Test
  void anAccessSlidesAndAPeekDoesNot() {
    Opened opened = open(NewSession.of("ada"));
    pass(Duration.ofMinutes(20));
    assertThat(sessions.peek(opened.token())).isPresent();
    assertThat(sessions.peek(opened.token().id()).map(Session::lastAccessAt))
        .contains(opened.session().createdAt());

    assertThat(sessions.access(opened.token()).map(Session::lastAccessAt)).contains(now.get());
    pass(Duration.ofMinutes(32));
    assertThat(sessions.peek(opened.token())).isEmpty();
    assertThat(sessions.peek(opened.token().id())).isEmpty();
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
    Opened before = open(NewSession.anonymous().with("cart", List.of(1)).on("Phone"));
    Opened after =
        (Opened)
            sessions.authenticate(
                before.token(), "ada", Device.UNKNOWN.at(Client.at("203.0.113.7")));

    assertThat(after.token().id()).isNotEqualTo(before.token().id());
    assertThat(sessions.access(before.token())).isEmpty();
    Session session = sessions.access(after.token()).orElseThrow();
    assertThat(session.user()).contains("ada");
    assertThat(session.get("cart", List.class)).contains(List.of(1));
    assertThat(session.device())
        .isEqualTo(new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24")));
    assertThat(sessions.authenticate(before.token(), "ada")).isEqualTo(new NotFound());
  }

  @Test
  void aRotationHandsOutANewTokenOfTheSameSession() {
    SessionToken old = open(NewSession.of("ada")).token();
    SessionToken next = ((Opened) sessions.rotate(old)).token();

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
      assertThat(sessions.rotate(token)).isInstanceOf(Opened.class);
    }
    assertThat(sessions.rotate(token)).isInstanceOf(Kept.class);
    assertThat(sessions.access(token)).isPresent();
  }

  @Test
  void sessionsEndOneByOneOrAllAtOnce() {
    Opened phone = open(NewSession.of("ada"));
    Opened laptop = open(NewSession.of("ada"));
    Opened tablet = open(NewSession.of("ada"));
    Opened desktop = open(NewSession.of("ada"));

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
    Opened first = open(NewSession.of("ada"));
    pass(Duration.ofMinutes(2));
    Opened second = open(NewSession.of("ada"));
    pass(Duration.ofMinutes(2));
    Opened third = open(NewSession.of("ada"));
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
    Opened first = one.create(NewSession.of("ada")).orElseThrow();
    SessionLimit limit = new SessionLimit(1, AtLimit.REFUSE);
    SessionToken nobody = one.create(NewSession.anonymous()).orElseThrow().token();

    assertThat(one.create(NewSession.of("ada"))).isEqualTo(new LimitReached(limit));
    assertThat(one.authenticate(nobody, "ada")).isEqualTo(new LimitReached(limit));
    assertThat(one.access(nobody)).isPresent();
    Opened second = limited(AtLimit.END_OLDEST).create(NewSession.of("ada")).orElseThrow();
    assertThat(one.access(first.token())).isEmpty();
    assertThat(one.access(second.token())).isPresent();
  }

  @Test
  void aRefusedCreationIsNoSession() {
    assertThatIllegalStateException()
        .isThrownBy(new LimitReached(new SessionLimit(1, AtLimit.REFUSE))::orElseThrow)
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

    assertThatIllegalArgumentException().isThrownBy(() -> sessions.authenticate(token, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> sessions.list(".."));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sessions.revokeAll("a\nb", EndReason.LOGOUT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sessions.revokeOthers("", id, EndReason.LOGOUT));
    assertThat(sessions.access(token)).isPresent();
  }

  private Sessions limited(AtLimit atLimit) {
    return Sessions.over(store, new TinyCodec()).limit(new SessionLimit(1, atLimit)).build();
  }

  private Opened open(NewSession asked) {
    return sessions.create(asked).orElseThrow();
  }

  private List<SessionId> ids() {
    return sessions.list("ada").stream().map(Session::id).toList();
  }

  private static SessionId id(Opened opened) {
    return opened.token().id();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
