package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.ContractTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.LogoutWay;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A session that ended stays ended, even if a write started before the logout and runs after it.
 */
interface LateWriteContract extends ContractTests {

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateWrite(LogoutWay logoutWay) {
    after(logoutWay, client -> assertThat(client.put("late", "write")).isEmpty());
    after(logoutWay, client -> assertThat(Await.of(client.editing("late", old -> old))).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateWriteOfWhatWasRead(LogoutWay logoutWay) {
    for (SessionDelta delta :
        List.of(TestClient.putting("late", "write"), TestClient.editingDelta("role", old -> old))) {
      TestClient client = Sample.of("ada").with("role", "admin").in(store());
      SessionRecord seen = client.record();
      Await.of(logoutWay.of(client).get());

      assertThat(client.change(seen, delta)).isEmpty();
      assertIsOver(client);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateAccess(LogoutWay logoutWay) {
    after(logoutWay, client -> assertRefused(client, Refusal.UNKNOWN));
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateRotation(LogoutWay logoutWay) {
    SecretHash next = Sample.newSecret();
    after(logoutWay, client -> client.rotate(next));
    after(logoutWay, client -> assertRefused(client.showing(next), Refusal.UNKNOWN));
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALatePromotion(LogoutWay logoutWay) {
    TestClient client = logIn("ada");
    TestClient next = client.rotated();
    Await.of(logoutWay.of(client).get());

    assertRefused(next, Refusal.UNKNOWN);
    assertIsOver(client);
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByALateLogin(LogoutWay logoutWay) {
    after(
        logoutWay,
        client -> {
          Login login = client.newLogin("ada");
          client.login(login);
          assertThat(client.after(login).isLive()).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByARepeatedLogin(LogoutWay logoutWay) {
    TestClient old = logIn("ada");
    Login login = old.newLogin("ada");
    assertThat(old.login(login)).isInstanceOf(Admitted.class);
    Await.of(logoutWay.of(old.after(login)).get());
    old.login(login);

    assertIsOver(old);
    assertIsOver(old.after(login));
  }

  /** The logout happens between an edit's read and its write. */
  @ParameterizedTest
  @EnumSource
  default void aRevokedSessionIsNotRevivedByAnEditThatWasThinking(LogoutWay logoutWay) {
    TestClient client = Sample.of("ada").with("count", "1").in(store());
    Supplier<CompletionStage<Integer>> ending = logoutWay.of(client);
    List<CompletionStage<Integer>> asked = new ArrayList<>();
    CompletionStage<?> edited =
        client.editing(
            "count",
            old -> {
              asked.add(ending.get());
              return old;
            });

    Await.of(edited); // before the logout or not at all, depending on the store
    assertThat(Await.of(asked.get(0))).isEqualTo(1);
    assertIsOver(client);
  }

  /** The login happens between an edit's read and its write. */
  @Test
  default void anEditThatWasThinkingDoesNotReviveTheOldId() {
    TestClient old = Sample.of("ada").with("count", "1").in(store());
    Login login = old.newLogin("ada");
    List<CompletionStage<?>> asked = new ArrayList<>();
    CompletionStage<?> edited =
        old.editing(
            "count",
            value -> {
              asked.add(store().login(old.id(), old.secret(), login, SessionsPerUser.NONE));
              return value;
            });

    assertThat(Await.of(edited)).isEqualTo(Optional.empty());
    asked.forEach(Await::of);
    assertThat(old.isLive()).isFalse();
    assertThat(ids("ada")).containsExactly(login.id());
  }

  @ParameterizedTest
  @EnumSource
  default void aWriteThatRacesALogoutLeavesNoSession(LogoutWay logoutWay) {
    race(logoutWay, client -> client.put("late", "write"));
  }

  @ParameterizedTest
  @EnumSource
  default void anEditThatRacesALogoutLeavesNoSession(LogoutWay logoutWay) {
    race(logoutWay, client -> Await.of(client.editing("late", old -> old)));
  }

  @ParameterizedTest
  @EnumSource
  default void aRotationThatRacesALogoutLeavesNoSession(LogoutWay logoutWay) {
    race(logoutWay, client -> client.rotate(Sample.newSecret()));
  }

  @ParameterizedTest
  @EnumSource
  default void aPromotionThatRacesALogoutLeavesNoSession(LogoutWay logoutWay) {
    for (int round = 0; round < Rounds.of(500); round++) {
      race(logoutWay, logIn("ada").rotated(), TestClient::access);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aTouchThatRacesALogoutLeavesNoSession(LogoutWay logoutWay) {
    for (int round = 0; round < Rounds.of(200); round++) {
      TestClient client = Sample.of("ada").idle(400).in(store());
      advance(25);
      race(logoutWay, client, TestClient::access);
    }
  }

  /** Either the login came first, and the logout found the old id gone; or it came too late. */
  @Test
  default void ofALoginAndALogoutOfItsSessionOneComesTooLate() {
    for (int round = 0; round < Rounds.of(500); round++) {
      TestClient old = logIn("ada");
      Login login = old.newLogin("ada");
      List<Boolean> done =
          Concurrently.both(() -> old.login(login) instanceof Admitted, () -> old.revoke() == 1);

      assertThat(done).containsExactlyInAnyOrder(true, false);
      assertThat(old.isLive()).isFalse();
      assertThat(old.after(login).isLive()).isEqualTo(done.get(0));
      revokeAll("ada");
    }
  }

  /** The session becomes another user's, whom the logout does not affect. */
  @ParameterizedTest
  @EnumSource
  default void ofAChangeOfUserAndALogoutOneComesTooLate(LogoutWay logoutWay) {
    for (int round = 0; round < Rounds.of(500); round++) {
      TestClient old = logIn("ada");
      Login login = old.newLogin("bob");
      Supplier<CompletionStage<Integer>> ending = logoutWay.of(old);
      List<Boolean> done =
          Concurrently.both(
              () -> old.login(login) instanceof Admitted, () -> Await.of(ending.get()) == 1);

      assertThat(done).containsExactlyInAnyOrder(true, false);
      assertIsOver(old);
      assertThat(old.after(login).isLive()).isEqualTo(done.get(0));
      revokeAll("bob");
    }
  }

  /** The session is the same user's under its new id, so it ends too. */
  @Test
  default void aLoginThatRacesALogoutEverywhereLeavesNoSession() {
    for (int round = 0; round < Rounds.of(500); round++) {
      TestClient old = logIn("ada");
      Login login = old.newLogin("ada");
      List<Object> answers = Concurrently.both(() -> old.login(login), () -> revokeAll("ada"));

      assertThat(answers.get(1)).isEqualTo(1);
      assertIsOver(old);
      assertIsOver(old.after(login));
    }
  }

  /** All operations at once on one session, and a logout among them. */
  @Test
  default void aStormOfWritesAndOneLogoutLeaveNoSession() {
    for (int round = 0; round < Rounds.of(500); round++) {
      TestClient client = logIn("ada");
      Concurrently.many(8, number -> storm(client, number));
      assertIsOver(client);
    }
  }

  private static int storm(TestClient client, int number) {
    int step = 0;
    while (step < 10 && (number != 0 || step != 5 || client.revoke() == 1)) {
      write(client, number % 4, step);
      step++;
    }
    return step;
  }

  private static void write(TestClient client, int kind, int step) {
    switch (kind) {
      case 0 -> client.access();
      case 1 -> client.put("step", "" + step);
      case 2 -> client.rotate(Sample.newSecret());
      default -> Await.of(client.editing("count", old -> old));
    }
  }

  private void after(LogoutWay logoutWay, Consumer<TestClient> late) {
    TestClient client = logIn("ada");
    assertThat(Await.of(logoutWay.of(client).get())).isEqualTo(1);
    late.accept(client);
    assertIsOver(client);
  }

  private void race(LogoutWay logoutWay, Consumer<TestClient> write) {
    for (int round = 0; round < Rounds.of(500); round++) {
      race(logoutWay, logIn("ada"), write);
    }
  }

  private void race(LogoutWay logoutWay, TestClient client, Consumer<TestClient> write) {
    Supplier<CompletionStage<Integer>> ending = logoutWay.of(client);
    List<Integer> ended =
        Concurrently.both(
            () -> {
              write.accept(client);
              return 0;
            },
            () -> Await.of(ending.get()));

    assertThat(ended).containsExactly(0, 1);
    assertIsOver(client);
  }

  private void assertIsOver(TestClient client) {
    assertThat(client.isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }
}
