package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionRecord;
import dev.sojourn.UserIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** No user id reaches another user's sessions, whatever it looks like. */
interface UserIdContract extends StoreContract {

  @Test
  default void aUserIsKeptAsGiven() {
    for (String user : NastyUserIds.ALL) {
      assertThat(logIn(user).record().user()).contains(user);
      assertThat(Sample.anonymous().in(store()).logIn(user).record().user()).contains(user);
    }
  }

  @Test
  default void aUsersListShowsNobodyElsesSession() {
    Map<String, Visit> visits = everybody();
    visits.forEach((user, visit) -> assertThat(ids(user)).as(user).containsExactly(visit.id()));
  }

  /** For every ordered pair: one logs out everywhere, the other stays. */
  @Test
  default void aLogoutEverywhereLeavesEveryOtherUser() {
    Map<String, Visit> visits = everybody();
    for (String user : NastyUserIds.ALL) {
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
    Visit visit = logIn(before);
    for (String user : NastyUserIds.ALL) {
      visit = visit.logIn(user);
      assertThat(ids(before)).as(before).isEmpty();
      assertThat(ids(user)).as(user).containsExactly(visit.id());
      before = user;
    }
  }

  private Map<String, Visit> everybody() {
    Map<String, Visit> visits = new HashMap<>();
    NastyUserIds.ALL.forEach(user -> visits.put(UserIds.require(user), logIn(user)));
    return visits;
  }

  private List<SessionRecord> living(Iterable<Visit> visits) {
    List<CompletionStage<Optional<SessionRecord>>> reads = new ArrayList<>();
    visits.forEach(visit -> reads.add(store().read(visit.id())));
    return Answers.all(reads).stream().flatMap(Optional::stream).toList();
  }
}
