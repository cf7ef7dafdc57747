package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.Session;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.rig.ManyRequests;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A misrouted reply on the subscribed connection: the connection is closed, its cache entries no
 * longer count, and the read is sent again (M1, FT10). Independent of the kind of server.
 */
class NearMisroutedReplyIT {

  private static final int REQUESTS = Rounds.of(170_000);
  private static final Duration LEASE = Duration.ofSeconds(5);

  /** So rare that no heartbeat is sent between two reads. */
  private static final NearCacheSettings RARE_HEARTBEATS =
      new NearCacheSettings(1 << 20, LEASE, LEASE.dividedBy(2));

  private static final NearCacheSettings FREQUENT_HEARTBEATS =
      new NearCacheSettings(1 << 20, LEASE, Duration.ofMillis(200));

  private final RedisServer server = SharedServers.fresh(ServerKind.any());

  @Test
  void anothersRecordIsAskedForAgainAndWhatTheWireBroughtIsForgotten() {
    try (NearRig rig = on(RARE_HEARTBEATS);
        CommandMonitor monitor = CommandMonitor.of(server)) {
      rig.cached("cy"); // so that the subscribed connection has a lease
      Issued ada = rig.login("ada");
      Issued ben = rig.login("ben");
      repeatReplyTo(rig, ada);
      long before = reads(monitor);
      var first = rig.here().async().access(ada.token()).toCompletableFuture();
      await().pollDelay(Duration.ZERO).until(() -> reads(monitor) > before);
      var second = rig.here().async().access(ben.token()).toCompletableFuture();
      assertThat(first.join().flatMap(Session::user)).contains("ada");
      assertThat(second.join().flatMap(Session::user)).contains("ben");
      assertThat(rig.state().misroutedReplies()).isEqualTo(1);
      rig.proxy().clear();
      assertThat(rig.isHit(ada.token())).isFalse();
      assertClosedOnce(rig);
      rig.awaitHit(ben.token());
    }
  }

  /** A heartbeat whose reply is a session proves nothing. */
  @Test
  void anAnswerThatIsNoHeartbeatsGivesTheWireUp() {
    try (NearRig rig = on(FREQUENT_HEARTBEATS)) {
      rig.cached("cy"); // so that the subscribed connection has a lease
      Issued ada = rig.login("ada");
      repeatReplyTo(rig, ada);
      assertThat(rig.here().access(ada.token()).flatMap(Session::user)).contains("ada");
      rig.proxy().clear();
      assertClosedOnce(rig);
      assertThat(rig.state().refusals()).isZero();
      rig.awaitHit(ada.token());
    }
  }

  /** One reply too many: no heartbeat can parse the reply that it gets. */
  @Test
  void anAnswerOfAnotherShapeGivesTheWireUp() {
    try (NearRig rig = on(FREQUENT_HEARTBEATS)) {
      rig.cached("cy"); // so that the subscribed connection has a lease
      Issued ada = rig.login("ada");
      rig.proxy()
          .fault(LinkKind.SUBSCRIBED, new Fault.StrayNumber(ada.session().id().randomPart()));
      assertThat(rig.here().access(ada.token()).flatMap(Session::user)).contains("ada");
      await().until(() -> rig.state().subscriptions() > 1);
      rig.awaitHit(ada.token());
    }
  }

  /** The cache is so small that most requests go over the subscribed connection. */
  @Test
  void everyAnswerIsOfTheSessionThatWasAskedFor() {
    NearCacheSettings narrow = NearCacheSettings.DEFAULT.withMostBytes(1 << 16);
    try (NearRig rig =
        NearRig.on(
            server,
            settings ->
                settings.withNearCache(narrow).withCommandTimeout(Duration.ofMillis(250)))) {
      List<Issued> sessions =
          IntStream.range(0, 400).mapToObj(n -> rig.login("user " + n)).toList();
      new ManyRequests(rig.here(), rig.proxy(), sessions)
          .assertEachAnswerIsOfTheSessionThatWasAskedFor(REQUESTS);
      assertThat(rig.state().misroutedReplies()).isZero();
      assertThat(rig.state().misses()).isGreaterThan(REQUESTS / 10);
    }
  }

  private NearRig on(NearCacheSettings near) {
    return NearRig.on(
        server, settings -> settings.withNearCache(near).withCommandTimeout(NearRig.PATIENCE));
  }

  private static long reads(CommandMonitor monitor) {
    return monitor.sent().stream().filter("HGETALL"::equals).count();
  }

  /** Delays all replies, so that the next read is sent before they arrive. */
  private static void repeatReplyTo(NearRig rig, Issued issued) {
    rig.proxy().all(new Fault.Delay(Duration.ofMillis(500)));
    rig.proxy()
        .fault(LinkKind.SUBSCRIBED, new Fault.RepeatReply(issued.session().id().randomPart()));
  }

  private static void assertClosedOnce(NearRig rig) {
    await().until(() -> rig.state().subscriptions() > 1);
    assertThat(rig.state().misroutedReplies()).isEqualTo(1);
    assertThat(rig.state().losses()).isEqualTo(1);
  }
}
