package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.UserIds;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.DifficultUserIds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** No user id, whatever it looks like, gives access to another user's sessions. */
interface UserIdContract extends ContractTests {

  @Test
  default void aUserIsKeptAsGiven() {
    for (String user : DifficultUserIds.ALL) {
      assertThat(logIn(user).record().user()).contains(user);
      assertThat(Sample.anonymous().in(store()).logIn(user).record().user()).contains(user);
    }
  }

  @Test
  default void aUsersListShowsNobodyElsesSession() {
    Map<String, TestClient> visits = everybody();
    visits.forEach((user, client) -> assertThat(ids(user)).as(user).containsExactly(client.id()));
  }

  /** For every ordered pair: one user logs out everywhere, the other stays logged in. */
  @Test
  default void aLogoutEverywhereLeavesEveryOtherUser() {
    Map<String, TestClient> visits = everybody();
    for (String user : DifficultUserIds.ALL) {
      assertThat(revokeAll(user)).as(user).isEqualTo(1);
      assertThat(ids(user)).as(user).isEmpty();
      visits.remove(user);
      assertThat(living(visits.values())).as("after %s", user).hasSize(visits.size());
      visits.put(user, logIn(user));
    }
  }

  @Test
  default void aLoginTakesItsSessionFromOneUserToTheOther() {
    String before = "ada";
    TestClient client = logIn(before);
    for (String user : DifficultUserIds.ALL) {
      client = client.logIn(user);
      assertThat(ids(before)).as(before).isEmpty();
      assertThat(ids(user)).as(user).containsExactly(client.id());
      before = user;
    }
  }

  private Map<String, TestClient> everybody() {
    Map<String, TestClient> visits = new HashMap<>();
    DifficultUserIds.ALL.forEach(user -> visits.put(UserIds.require(user), logIn(user)));
    return visits;
  }

  private List<SessionRecord> living(Iterable<TestClient> visits) {
    List<CompletionStage<Optional<SessionRecord>>> reads = new ArrayList<>();
    visits.forEach(client -> reads.add(store().read(client.id())));
    return Await.all(reads).stream().flatMap(Optional::stream).toList();
  }
}
