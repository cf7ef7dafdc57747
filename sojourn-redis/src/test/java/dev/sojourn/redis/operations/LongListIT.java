package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionPage;
import dev.sojourn.Sessions;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.FilledUsers;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Users with thousands of ids in their index, live or stale (rule 28). */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plainOnOneStandalone")
class LongListIT {

  private static final int STALE = 6_000;
  private static final int LIVE = 10_000;

  private final RedisServer server;
  private final RedisSettings settings;
  private final RedisSessions redis;

  LongListIT(Setup setup) {
    server = SharedServers.fresh(setup.kind());
    settings = setup.settings();
    redis = RedisSessions.connect(settings);
  }

  @AfterEach
  void end() {
    redis.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  @Test
  void ofManyStaleIdsTheLiveOneIsListedAndTheOthersArePruned() {
    Issued ada = login("ada");
    FilledUsers.withStaleIds(server, "ada", STALE);

    assertThat(sessions().list("ada")).extracting(Session::id).containsOnly(ada.session().id());
    await().until(() -> server.call("SCARD", "user:ada:sessions").equals(1L));
  }

  @Test
  void manyLiveSessionsAreAllListed() {
    Issued ada = login("ada");
    FilledUsers.withCopies(server, "ada", ada.session().id(), LIVE - 1);

    List<Session> all = sessions().list("ada");

    assertThat(all).hasSize(LIVE);
    assertThat(all).extracting(Session::id).doesNotHaveDuplicates();
  }

  @Test
  void ofManyLiveSessionsTheLatestAreSummarizedWithTheirTotal() {
    Issued ada = login("ada");
    FilledUsers.withCopies(server, "ada", ada.session().id(), LIVE - 1);
    FilledUsers.withStaleIds(server, "ada", STALE);

    SessionPage<Session.Summary> page = sessions().summaries("ada", 500);

    assertThat(page.total()).isEqualTo(LIVE);
    assertThat(page.sessions()).hasSize(500);
    assertThat(sessions().list("ada", 7).sessions())
        .extracting(Session::summary)
        .isEqualTo(page.sessions().subList(0, 7));
  }

  @Test
  void aLoginWithinALimitPrunesManyStaleIds() {
    FilledUsers.withStaleIds(server, "ada", STALE);
    try (RedisSessions limited =
        RedisSessions.connect(
            settings.withSessionsPerUser(new SessionsPerUser(2, AtLimit.REFUSE)))) {
      assertThat(limited.sessions().create(NewSession.of("ada"))).isInstanceOf(Issued.class);
    }
  }

  @Test
  void theSmallestRequestQueueIsEnough() {
    Issued ada = login("ada");
    FilledUsers.withCopies(server, "ada", ada.session().id(), 50);
    try (RedisSessions small = RedisSessions.connect(settings.withRequestQueue(16))) {
      assertThat(small.sessions().summaries("ada", 3).total()).isEqualTo(51);
    }
  }

  @Test
  void manyLongListsAtOnceLeaveRoomForOthers() {
    Issued ada = login("ada");
    Issued ben = login("ben");
    FilledUsers.withCopies(server, "ada", ada.session().id(), LIVE - 1);
    double quiet = accessesWhile(ben, List.of(CompletableFuture.runAsync(() -> pause())));

    List<CompletableFuture<?>> lists = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lists.add(sessions().async().summaries("ada", 500).toCompletableFuture());
    }
    double busy = accessesWhile(ben, lists);

    assertThat(lists).allSatisfy(list -> assertThat(list).isCompleted());
    assertThat(busy).as("accesses a second, of %s when quiet", quiet).isGreaterThan(quiet / 200);
  }

  /** How many accesses a second succeed until these are done. */
  private double accessesWhile(Issued user, List<? extends CompletableFuture<?>> until) {
    CompletableFuture<Void> done =
        CompletableFuture.allOf(until.toArray(CompletableFuture<?>[]::new));
    long start = System.nanoTime();
    int count = 0;
    do {
      assertThat(sessions().access(user.token())).isPresent();
      count++;
    } while (!done.isDone());
    return count * 1e9 / (System.nanoTime() - start);
  }

  private static void pause() {
    LockSupport.parkNanos(200_000_000);
  }

  private Issued login(String user) {
    return sessions().create(NewSession.of(user).with("a", "b")).orElseThrow();
  }

  private Sessions sessions() {
    return redis.sessions();
  }
}
