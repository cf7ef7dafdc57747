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
 * A reply on the ordered wire that belongs to another question: the wire is given up with all that
 * it brought, and the question asked once more (M1, FT10). What the server is makes no difference.
 */
class NearMisroutedReplyIT {

  private static final int REQUESTS = Rounds.of(170_000);
  private static final Duration LEASE = Duration.ofSeconds(5);

  /** So seldom that no heartbeat comes between two questions. */
  private static final NearCacheSettings SELDOM =
      new NearCacheSettings(1 << 20, LEASE, LEASE.dividedBy(2));

  private static final NearCacheSettings OFTEN =
      new NearCacheSettings(1 << 20, LEASE, Duration.ofMillis(200));

  private final RedisServer server = SharedServers.fresh(ServerKind.any());

  @Test
  void anothersRecordIsAskedForAgainAndWhatTheWireBroughtIsForgotten() {
    try (NearRig rig = on(SELDOM);
        CommandMonitor monitor = CommandMonitor.of(server)) {
      rig.kept("cy"); // so the wire is trusted
      Issued ada = rig.login("ada");
      Issued ben = rig.login("ben");
      repeatReplyTo(rig, ada);
      long before = reads(monitor);
      var first = rig.here().async().access(ada.token()).toCompletableFuture();
      await().pollDelay(Duration.ZERO).until(() -> reads(monitor) > before);
      var second = rig.here().async().access(ben.token()).toCompletableFuture();
      assertThat(first.join().flatMap(Session::user)).contains("ada");
      assertThat(second.join().flatMap(Session::user)).contains("ben");
      assertThat(rig.counted().misroutedReplies()).isEqualTo(1);
      rig.proxy().clear();
      assertThat(rig.isHit(ada.token())).isFalse();
      assertGivenUpOnce(rig);
      rig.keep(ben.token());
    }
  }

  /** A heartbeat that is answered with a session proves nothing. */
  @Test
  void anAnswerThatIsNoHeartbeatsGivesTheWireUp() {
    try (NearRig rig = on(OFTEN)) {
      rig.kept("cy"); // so the wire is trusted
      Issued ada = rig.login("ada");
      repeatReplyTo(rig, ada);
      assertThat(rig.here().access(ada.token()).flatMap(Session::user)).contains("ada");
      rig.proxy().clear();
      assertGivenUpOnce(rig);
      assertThat(rig.counted().refusals()).isZero();
      rig.keep(ada.token());
    }
  }

  /** One answer too many: what each heartbeat gets cannot be read as its answer. */
  @Test
  void anAnswerOfAnotherShapeGivesTheWireUp() {
    try (NearRig rig = on(OFTEN)) {
      rig.kept("cy"); // so the wire is trusted
      Issued ada = rig.login("ada");
      rig.proxy()
          .fault(LinkKind.SUBSCRIBED, new Fault.StrayNumber(ada.session().id().randomPart()));
      assertThat(rig.here().access(ada.token()).flatMap(Session::user)).contains("ada");
      await().until(() -> rig.counted().subscriptions() > 1);
      rig.keep(ada.token());
    }
  }

  /** So little is kept that most requests go over the wire. */
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
      assertThat(rig.counted().misroutedReplies()).isZero();
      assertThat(rig.counted().misses()).isGreaterThan(REQUESTS / 10);
    }
  }

  private NearRig on(NearCacheSettings near) {
    return NearRig.on(
        server, settings -> settings.withNearCache(near).withCommandTimeout(NearRig.PATIENCE));
  }

  private static long reads(CommandMonitor monitor) {
    return monitor.sent().stream().filter("HGETALL"::equals).count();
  }

  /** While both are on their way the next question is asked. */
  private static void repeatReplyTo(NearRig rig, Issued issued) {
    rig.proxy().all(new Fault.Delay(Duration.ofMillis(500)));
    rig.proxy()
        .fault(LinkKind.SUBSCRIBED, new Fault.RepeatReply(issued.session().id().randomPart()));
  }

  private static void assertGivenUpOnce(NearRig rig) {
    await().until(() -> rig.counted().subscriptions() > 1);
    assertThat(rig.counted().misroutedReplies()).isEqualTo(1);
    assertThat(rig.counted().losses()).isEqualTo(1);
  }
}
