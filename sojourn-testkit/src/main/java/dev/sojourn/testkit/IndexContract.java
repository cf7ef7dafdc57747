package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A live session is always in its user's list, and nothing else is. */
interface IndexContract extends StoreContract {

  @Test
  default void aUsersSessionsAreListedAsTheyAre() {
    Visit phone = Sample.of("ada").with("role", "admin").in(store());
    Visit laptop = logIn("ada");
    logIn("bob");

    assertThat(Answers.of(store().list("ada")))
        .containsExactlyInAnyOrder(phone.record(), laptop.record());
  }

  @Test
  default void aChangedSessionIsListedChanged() {
    Visit visit = logIn("ada");
    SessionRecord now = visit.put("cart", "full").orElseThrow();

    assertThat(Answers.of(store().list("ada"))).containsExactly(now);
  }

  @Test
  default void aSessionIsListedAsLongAsItLivesWhateverOthersOfItsUserDo() {
    Visit longer = logIn("ada");
    Visit shorter = Sample.of("ada").timeouts(brief(150)).in(store());
    Visit longest = logIn("ada");
    Visit shortest = Sample.of("ada").timeouts(brief(100)).in(store());
    assertThat(ids("ada"))
        .containsExactlyInAnyOrder(longer.id(), shorter.id(), longest.id(), shortest.id());
    longest.revoke();
    advance(180);

    assertThat(ids("ada")).containsExactly(longer.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
    assertThat(longer.isLive()).isFalse();
  }

  @Test
  default void aSessionThatCameAfterAShortOneOutlivesItInTheList() {
    logIn("ada").revoke();
    Sample.of("ada").timeouts(brief(100)).in(store());
    Visit renewed = Sample.anonymous().in(store()).logIn("ada");
    advance(130);

    assertThat(ids("ada")).containsExactly(renewed.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
  }

  @Test
  default void aRenewedShortSessionStaysListed() {
    Visit visit = Sample.of("ada").timeouts(brief(700)).in(store());
    advance(400);
    Visit renewed = visit.logIn("ada");
    advance(400);

    assertThat(ids("ada")).containsExactly(renewed.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
  }

  @Test
  default void whoHasLoggedInIsListedWhileOthersComeAndGo() {
    List<Boolean> seen = AtOnce.many(8, number -> comesAndGoes());
    assertThat(seen).containsOnly(true);
    assertThat(ids("ada")).isEmpty();
  }

  /** Creates, renews, and ends its own session, and looks for it after each. */
  private boolean comesAndGoes() {
    boolean right = true;
    for (int round = 0; round < Rounds.of(1_000); round++) {
      Visit visit = logIn("ada");
      right &= ids("ada").contains(visit.id());
      Visit renewed = visit.logIn("ada");
      List<SessionId> listed = ids("ada");
      right &= listed.contains(renewed.id()) && !listed.contains(visit.id());
      right &= renewed.revoke() == 1;
      right &= !ids("ada").contains(renewed.id());
    }
    return right;
  }

  /** What was acknowledged before a logout everywhere is ended by it, also amid new logins. */
  @Test
  default void aLogoutEverywhereEndsAllThatCameBeforeIt() {
    for (int round = 0; round < Rounds.of(500); round++) {
      List<Visit> before = IntStream.range(0, 5).mapToObj(i -> logIn("ada")).toList();
      AtomicBoolean over = new AtomicBoolean();
      List<List<Visit>> after = AtOnce.many(4, number -> logsInOrOut(number, over));

      assertThat(before).noneMatch(Visit::isLive);
      assertThat(after.stream().flatMap(List::stream)).allMatch(Visit::isLive);
      revokeAll("ada");
      assertThat(ids("ada")).isEmpty();
    }
  }

  /** The first thread logs out everywhere; the logins that the others began later are answered. */
  private List<Visit> logsInOrOut(int number, AtomicBoolean over) {
    List<Visit> later = new ArrayList<>();
    if (number == 0) {
      try {
        revokeAll("ada");
        return later;
      } finally {
        over.set(true);
      }
    }
    for (int login = 0; login < 10 || !over.get(); login++) {
      boolean late = over.get();
      Visit visit = logIn("ada");
      if (late) {
        later.add(visit);
      }
    }
    return later;
  }

  private static Timeouts brief(long millis) {
    return new Timeouts(Duration.ofMillis(millis), Duration.ofMillis(millis));
  }
}
