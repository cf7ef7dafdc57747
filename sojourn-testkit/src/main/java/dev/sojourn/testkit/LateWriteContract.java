package dev.sojourn.testkit;

import static dev.sojourn.testkit.StoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionRecord;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that ended stays ended, whatever began before the logout and runs after it. */
interface LateWriteContract extends StoreContract {

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateWrite(Logout logout) {
    after(logout, visit -> assertThat(visit.put("late", "write")).isEmpty());
    after(logout, visit -> assertThat(Answers.of(visit.editing("late", old -> old))).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateWriteOfWhatWasRead(Logout logout) {
    for (SessionDelta delta :
        List.of(Visit.putting("late", "write"), Visit.editingDelta("role", old -> old))) {
      Visit visit = Sample.of("ada").with("role", "admin").in(store());
      SessionRecord seen = visit.record();
      Answers.of(logout.of(visit).get());

      assertThat(visit.change(seen, delta)).isEmpty();
      assertIsOver(visit);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateAccess(Logout logout) {
    after(logout, visit -> assertRefused(visit, Refusal.UNKNOWN));
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateRotation(Logout logout) {
    SecretHash next = Sample.newSecret();
    after(logout, visit -> visit.rotate(next));
    after(logout, visit -> assertRefused(visit.showing(next), Refusal.UNKNOWN));
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALatePromotion(Logout logout) {
    Visit visit = logIn("ada");
    Visit next = visit.rotated();
    Answers.of(logout.of(visit).get());

    assertRefused(next, Refusal.UNKNOWN);
    assertIsOver(visit);
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateLogin(Logout logout) {
    after(
        logout,
        visit -> {
          Login login = visit.login("ada");
          visit.authenticate(login);
          assertThat(visit.after(login).isLive()).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByARepeatedLogin(Logout logout) {
    Visit old = logIn("ada");
    Login login = old.login("ada");
    assertThat(old.authenticate(login)).isInstanceOf(Admitted.class);
    Answers.of(logout.of(old.after(login)).get());
    old.authenticate(login);

    assertIsOver(old);
    assertIsOver(old.after(login));
  }

  /** The logout falls between an edit's read and its write. */
  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByAnEditThatWasThinking(Logout logout) {
    Visit visit = Sample.of("ada").with("count", "1").in(store());
    Supplier<CompletionStage<Integer>> ending = logout.of(visit);
    List<CompletionStage<Integer>> asked = new ArrayList<>();
    CompletionStage<?> edited =
        visit.editing(
            "count",
            old -> {
              asked.add(ending.get());
              return old;
            });

    Answers.of(edited); // before the logout or not at all, as the store takes them
    assertThat(Answers.of(asked.get(0))).isEqualTo(1);
    assertIsOver(visit);
  }

  /** The login falls between an edit's read and its write. */
  @Test
  default void anEditThatWasThinkingDoesNotReviveTheOldId() {
    Visit old = Sample.of("ada").with("count", "1").in(store());
    Login login = old.login("ada");
    List<CompletionStage<?>> asked = new ArrayList<>();
    CompletionStage<?> edited =
        old.editing(
            "count",
            value -> {
              asked.add(store().authenticate(old.id(), old.secret(), login, SessionLimit.NONE));
              return value;
            });

    assertThat(Answers.of(edited)).isEqualTo(Optional.empty());
    asked.forEach(Answers::of);
    assertThat(old.isLive()).isFalse();
    assertThat(ids("ada")).containsExactly(login.id());
  }

  @ParameterizedTest
  @EnumSource
  default void aWriteThatRacesALogoutLeavesNoSession(Logout logout) {
    race(logout, visit -> visit.put("late", "write"));
  }

  @ParameterizedTest
  @EnumSource
  default void anEditThatRacesALogoutLeavesNoSession(Logout logout) {
    race(logout, visit -> Answers.of(visit.editing("late", old -> old)));
  }

  @ParameterizedTest
  @EnumSource
  default void aRotationThatRacesALogoutLeavesNoSession(Logout logout) {
    race(logout, visit -> visit.rotate(Sample.newSecret()));
  }

  @ParameterizedTest
  @EnumSource
  default void aPromotionThatRacesALogoutLeavesNoSession(Logout logout) {
    for (int round = 0; round < Rounds.of(500); round++) {
      race(logout, logIn("ada").rotated(), Visit::access);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aTouchThatRacesALogoutLeavesNoSession(Logout logout) {
    for (int round = 0; round < Rounds.of(200); round++) {
      Visit visit = Sample.of("ada").idle(400).in(store());
      advance(25);
      race(logout, visit, Visit::access);
    }
  }

  /** Either the login came first, and the logout found the old id gone; or it came too late. */
  @Test
  default void ofALoginAndALogoutOfItsSessionOneComesTooLate() {
    for (int round = 0; round < Rounds.of(500); round++) {
      Visit old = logIn("ada");
      Login login = old.login("ada");
      List<Boolean> done =
          AtOnce.both(() -> old.authenticate(login) instanceof Admitted, () -> old.revoke() == 1);

      assertThat(done).containsExactlyInAnyOrder(true, false);
      assertThat(old.isLive()).isFalse();
      assertThat(old.after(login).isLive()).isEqualTo(done.get(0));
      revokeAll("ada");
    }
  }

  /** The session goes to another user, whom the logout does not concern. */
  @ParameterizedTest
  @EnumSource
  default void ofAChangeOfUserAndALogoutOneComesTooLate(Logout logout) {
    for (int round = 0; round < Rounds.of(500); round++) {
      Visit old = logIn("ada");
      Login login = old.login("bob");
      Supplier<CompletionStage<Integer>> ending = logout.of(old);
      List<Boolean> done =
          AtOnce.both(
              () -> old.authenticate(login) instanceof Admitted,
              () -> Answers.of(ending.get()) == 1);

      assertThat(done).containsExactlyInAnyOrder(true, false);
      assertIsOver(old);
      assertThat(old.after(login).isLive()).isEqualTo(done.get(0));
      revokeAll("bob");
    }
  }

  /** The renewed session is the user's too, so it cannot slip through. */
  @Test
  default void aLoginThatRacesALogoutEverywhereLeavesNoSession() {
    for (int round = 0; round < Rounds.of(500); round++) {
      Visit old = logIn("ada");
      Login login = old.login("ada");
      List<Object> answers = AtOnce.both(() -> old.authenticate(login), () -> revokeAll("ada"));

      assertThat(answers.get(1)).isEqualTo(1);
      assertIsOver(old);
      assertIsOver(old.after(login));
    }
  }

  /** Everything at once on one session, and the logout in the middle of it. */
  @Test
  default void aStormOfWritesAndOneLogoutLeaveNoSession() {
    for (int round = 0; round < Rounds.of(500); round++) {
      Visit visit = logIn("ada");
      AtOnce.many(8, number -> storm(visit, number));
      assertIsOver(visit);
    }
  }

  private static int storm(Visit visit, int number) {
    int step = 0;
    while (step < 10 && (number != 0 || step != 5 || visit.revoke() == 1)) {
      write(visit, number % 4, step);
      step++;
    }
    return step;
  }

  private static void write(Visit visit, int kind, int step) {
    switch (kind) {
      case 0 -> visit.access();
      case 1 -> visit.put("step", "" + step);
      case 2 -> visit.rotate(Sample.newSecret());
      default -> Answers.of(visit.editing("count", old -> old));
    }
  }

  private void after(Logout logout, Consumer<Visit> late) {
    Visit visit = logIn("ada");
    assertThat(Answers.of(logout.of(visit).get())).isEqualTo(1);
    late.accept(visit);
    assertIsOver(visit);
  }

  private void race(Logout logout, Consumer<Visit> write) {
    for (int round = 0; round < Rounds.of(500); round++) {
      race(logout, logIn("ada"), write);
    }
  }

  private void race(Logout logout, Visit visit, Consumer<Visit> write) {
    Supplier<CompletionStage<Integer>> ending = logout.of(visit);
    List<Integer> ended =
        AtOnce.both(
            () -> {
              write.accept(visit);
              return 0;
            },
            () -> Answers.of(ending.get()));

    assertThat(ended).containsExactly(0, 1);
    assertIsOver(visit);
  }

  private void assertIsOver(Visit visit) {
    assertThat(visit.isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }
}
