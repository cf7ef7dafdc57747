package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionToken;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.rig.FleetServer;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.fleet.AcceptanceObserver;
import dev.sojourn.rig.fleet.ServerJvm;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Server processes that lose their subscribed connection at a random moment around a logout, or are
 * suspended, while all other connections work: nothing is accepted later than a lease after the
 * acknowledgement, and every access is answered (law 5; FT1, FT2, FT3, FT4).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NearFaultsIT {

  private static final List<Fault> FAULTS =
      List.of(
          new Fault.Cut(),
          new Fault.Freeze(),
          new Fault.BlackHole(),
          new Fault.Delay(Duration.ofSeconds(5)));

  private static final Duration LEASE =
      (Rounds.isFull() ? NearCacheSettings.DEFAULT : NearRig.QUICK).lease();

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SUSPENSION = Duration.ofSeconds(Rounds.isFull() ? 60 : 5);

  private static final String LIMIT = "client-output-buffer-limit";
  private static final String STORM =
      "for i = 1, 10000 do redis.call('PUBLISH', ARGV[1], string.format('%021d', i) .. 'A') end";

  private static final long BEFORE_OR_AFTER_MILLIS = LEASE.toMillis() / 2;

  private final RedisServer server = SharedServers.fresh(ServerKind.any());
  private final List<FaultProxy> proxies =
      FAULTS.stream().map(fault -> FaultProxy.before(server)).toList();

  /** One for each fault, each behind its own proxy. */
  private final List<ServerJvm> faulty =
      Concurrently.many(FAULTS.size(), number -> jvm("" + number, proxies.get(number).userUri()));

  private final ServerJvm well = jvm("well", server.userUri());

  @AfterAll
  void end() {
    faulty.forEach(ServerJvm::close);
    well.close();
    proxies.forEach(FaultProxy::close);
  }

  @Test
  void aConnectionForMessagesIsCutFrozenBlackHoledOrDelayed() {
    long seed = Long.getLong("sojourn.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < (Rounds.isFull() ? 200 : 10); round++) {
      try (AcceptanceObserver observer = AcceptanceObserver.of(faulty)) {
        String token = warm(observer);
        long revocation = random.nextLong(2 * BEFORE_OR_AFTER_MILLIS);
        pause(Math.max(0, revocation - BEFORE_OR_AFTER_MILLIS));
        for (int i = 0; i < FAULTS.size(); i++) {
          proxies.get(i).fault(LinkKind.SUBSCRIBED, FAULTS.get(i));
        }
        pause(revocation % BEFORE_OR_AFTER_MILLIS);
        revoke(observer, token);
        observer.awaitRefused(token);
        pause(LEASE.toMillis() / 4);
        assertThat(observer.longestAcceptance())
            .as("round %d of seed %d", round, seed)
            .isLessThanOrEqualTo(LEASE);
        assertThat(observer.failures()).isEmpty();
      } finally {
        proxies.forEach(FaultProxy::clear);
      }
    }
  }

  /** Its first result after it resumes is a refusal, even with a cache entry. */
  @Test
  void aServerThatStoodStillGoesOnWithARefusal() {
    ServerJvm frozen = jvm("frozen", server.userUri());
    try {
      String token = created();
      awaitHit(frozen, token);
      frozen.freeze();
      assertThat(well.ask("REVOKE " + id(token))).isEqualTo("ENDED 1");
      pause(SUSPENSION.toMillis());
      frozen.thaw();
      assertThat(frozen.ask("ACCESS " + token)).isEqualTo("NO");
    } finally {
      frozen.close();
    }
  }

  /** Redis closes the subscribed connection of a server that reads none of a storm (I9, FT5). */
  @Test
  void aServerThatStoodStillThroughAStormGoesOnWithARefusal() {
    try (RespClient admin = server.connect()) {
      Set<String> others = subscribed(admin);
      ServerJvm frozen = jvm("storm", server.userUri());
      try {
        String token = created();
        awaitHit(frozen, token);
        Set<String> own = subscribed(admin);
        own.removeAll(others);
        assertThat(own).hasSize(1);
        admin.call("CONFIG", "SET", LIMIT, "pubsub 4mb 1mb 1");
        frozen.freeze();
        storm(admin);
        assertThat(well.ask("REVOKE " + id(token))).isEqualTo("ENDED 1");
        await().atMost(PATIENCE).until(() -> storm(admin).stream().noneMatch(own::contains));
        frozen.thaw();
        assertThat(frozen.ask("ACCESS " + token)).isEqualTo("NO");
        awaitHit(frozen, created());
      } finally {
        admin.call("CONFIG", "SET", LIMIT, "pubsub 32mb 8mb 60");
        frozen.close();
      }
    }
  }

  /**
   * Publishes 1,500,000 messages in a full run, like 30 s of traffic; returns who is subscribed.
   */
  private static Set<String> storm(RespClient admin) {
    for (int part = 0; part < Rounds.of(150); part++) {
      admin.call("EVAL", STORM, "0", "session:invalidate");
    }
    return subscribed(admin);
  }

  /** The ids of the subscribed connections. */
  private static Set<String> subscribed(RespClient admin) {
    return admin
        .text("CLIENT", "LIST", "TYPE", "PUBSUB")
        .lines()
        .map(line -> line.replaceFirst("^id=(\\d+) .*", "$1"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private String warm(AcceptanceObserver observer) {
    String token = created();
    faulty.forEach(each -> awaitHit(each, token));
    observer.watch(token);
    observer.awaitAccepted(token);
    return token;
  }

  private String created() {
    return well.ask("CREATE ada").substring("YES ".length());
  }

  private static void awaitHit(ServerJvm each, String token) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long before = hits(each);
              return each.ask("ACCESS " + token).startsWith("YES") && hits(each) > before;
            });
  }

  private static long hits(ServerJvm each) {
    return Long.parseLong(each.ask("STATS").replaceAll(".*hits=(\\d+).*", "$1"));
  }

  private void revoke(AcceptanceObserver observer, String token) {
    assertThat(well.ask("REVOKE " + id(token))).isEqualTo("ENDED 1");
    observer.revoked(token, System.nanoTime());
  }

  private static ServerJvm jvm(String name, String uri) {
    return ServerJvm.start(
        name,
        FleetServer.class,
        Map.of("uri", uri, "near", LEASE.toString(), "command-timeout", "PT2S"));
  }

  private static String id(String token) {
    return SessionToken.parse(token).orElseThrow().id().value();
  }

  /** A moment of the schedule, not a condition to await. */
  private static void pause(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
