package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.SessionPage;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A live session is always in its user's list, and nothing else is. */
interface IndexContract extends ContractTests {

  @Test
  default void aUsersSessionsAreListedAsTheyAre() {
    TestClient phone = Sample.of("ada").with("role", "admin").in(store());
    TestClient laptop = logIn("ada");
    logIn("bob");

    assertThat(Await.of(store().list("ada")))
        .containsExactlyInAnyOrder(phone.record(), laptop.record());
  }

  @Test
  default void aLimitedListHasTheLatestSessionsAndCountsAll() {
    logIn("ada");
    advance(5);
    TestClient laptop = Sample.of("ada").with("role", "admin").in(store());
    advance(5);
    TestClient phone = Sample.of("ada").with("role", "guest").in(store());
    logIn("bob");

    SessionPage<SessionRecord> two = new SessionPage<>(List.of(phone.record(), laptop.record()), 3);
    assertThat(Await.of(store().list("ada", 2))).isEqualTo(two);
    assertThat(Await.of(store().summaries("ada", 2))).isEqualTo(two.map(SessionRecord::summary));
    assertThat(Await.of(store().list("ada", 5)).sessions()).hasSize(3);
    assertThat(Await.of(store().list("ben", 5))).isEqualTo(new SessionPage<>(List.of(), 0));
  }

  @Test
  default void aChangedSessionIsListedChanged() {
    TestClient client = logIn("ada");
    SessionRecord now = client.put("cart", "full").orElseThrow();

    assertThat(Await.of(store().list("ada"))).containsExactly(now);
  }

  @Test
  default void aSessionIsListedAsLongAsItLivesWhateverOthersOfItsUserDo() {
    TestClient longer = logIn("ada");
    TestClient shorter = Sample.of("ada").timeouts(brief(150)).in(store());
    TestClient longest = logIn("ada");
    TestClient shortest = Sample.of("ada").timeouts(brief(100)).in(store());
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
    TestClient renewed = Sample.anonymous().in(store()).logIn("ada");
    advance(130);

    assertThat(ids("ada")).containsExactly(renewed.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
  }

  @Test
  default void aRenewedShortSessionStaysListed() {
    TestClient client = Sample.of("ada").timeouts(brief(700)).in(store());
    advance(400);
    TestClient renewed = client.logIn("ada");
    advance(400);

    assertThat(ids("ada")).containsExactly(renewed.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
  }

  @Test
  default void whoHasLoggedInIsListedWhileOthersComeAndGo() {
    List<Boolean> seen = Concurrently.many(8, number -> comesAndGoes());
    assertThat(seen).containsOnly(true);
    assertThat(ids("ada")).isEmpty();
  }

  /** Creates, logs in and revokes its own session, and checks the list after each step. */
  private boolean comesAndGoes() {
    boolean right = true;
    for (int round = 0; round < Rounds.of(1_000); round++) {
      TestClient client = logIn("ada");
      right &= ids("ada").contains(client.id());
      TestClient renewed = client.logIn("ada");
      List<SessionId> listed = ids("ada");
      right &= listed.contains(renewed.id()) && !listed.contains(client.id());
      right &= renewed.revoke() == 1;
      right &= !ids("ada").contains(renewed.id());
    }
    return right;
  }

  /** A logout everywhere ends what was acknowledged before it, also during new logins. */
  @Test
  default void aLogoutEverywhereEndsAllThatCameBeforeIt() {
    for (int round = 0; round < Rounds.of(500); round++) {
      List<TestClient> before = IntStream.range(0, 5).mapToObj(i -> logIn("ada")).toList();
      AtomicBoolean over = new AtomicBoolean();
      List<List<TestClient>> after = Concurrently.many(4, number -> logsInOrOut(number, over));

      assertThat(before).noneMatch(TestClient::isLive);
      assertThat(after.stream().flatMap(List::stream)).allMatch(TestClient::isLive);
      revokeAll("ada");
      assertThat(ids("ada")).isEmpty();
    }
  }

  /** The first thread logs out everywhere; returns the logins that the others started later. */
  private List<TestClient> logsInOrOut(int number, AtomicBoolean over) {
    List<TestClient> later = new ArrayList<>();
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
      TestClient client = logIn("ada");
      if (late) {
        later.add(client);
      }
    }
    return later;
  }

  private static Timeouts brief(long millis) {
    return new Timeouts(Duration.ofMillis(millis), Duration.ofMillis(millis));
  }
}
