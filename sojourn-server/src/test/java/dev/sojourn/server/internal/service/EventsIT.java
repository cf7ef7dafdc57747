package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.EventReader;
import dev.sojourn.server.internal.api.RawConnection;
import dev.sojourn.server.internal.api.Reply;
import dev.sojourn.server.internal.api.TestService;
import dev.sojourn.testkit.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events and the near cache of a service on a real Redis (J7, FT33). */
@EachServer
@Timeout(180)
final class EventsIT {

  private static final String CHANNEL = "session:invalidate";
  private static final int A_SECOND = 10_000;
  private static final int BURSTS = 10;

  /** Publishes many messages: unknown ids, or no ids. */
  private static final String PUBLISH =
      "for i = 1, tonumber(ARGV[1]) do"
          + " redis.call('PUBLISH', 'session:invalidate', string.format(ARGV[2], i)) end";

  private static final String IDS = "%021dA";
  private static final String GARBAGE = "garbage-%d";

  private final RedisServer redis;
  private final SojournServer server;
  private final Caller caller;

  EventsIT(ServerKind kind) {
    redis = SharedServers.fresh(kind);
    server =
        SojournServer.start(
            new ServerSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                TestService.KEYS,
                RedisSettings.of(redis.userUri()).withNearCache()));
    caller = new Caller(server.port(), Optional.of(TestService.BOTH_KEY));
  }

  @AfterEach
  void stop() {
    server.stop();
    Invariants.of(redis).noConnectionIsLeft();
  }

  @Test
  void whatEndsElsewhereIsTold() {
    try (EventReader reader = reader();
        RedisSessions beside = RedisSessions.connect(redis.userUri())) {
      Reply ada = caller.create("{\"user\":\"ada\"}");
      caller.verify(ada.token());
      beside.sessions().revokeAll("ada", EndReason.LOGOUT);
      reader.awaitId(ada.id());
      await().until(() -> caller.verify(ada.token()).at("/active").equals("false"));
    }
  }

  @Test
  void aMessageOfAnybodyIsToldAndGarbageIsNot() {
    try (EventReader reader = reader()) {
      Reply ada = caller.create("{}");
      publish("");
      publish("event: dropped");
      publish(String.join("\n", "", "", "event: forged", "data: " + ada.id()));
      publish(ada.token());
      publish(ada.id());
      assertThat(reader.awaitId(ada.id()).ids()).containsExactly(ada.id());
      assertThat(reader.lines()).noneMatch(line -> line.contains("forged"));
      assertThat(metric("sojourn_invalidations_garbled_total")).isGreaterThanOrEqualTo(4);
      assertThat(caller.verify(ada.token()).at("/active")).isEqualTo("true");
    }
  }

  @Test
  void whoReadsTooSlowlyIsDroppedWhileAnotherGoesOn() throws IOException {
    try (RawConnection slow = RawConnection.narrow(server.port());
        EventReader other = reader()) {
      slow.send(RawConnection.head("GET", EventReader.PATH) + "\r\n");
      await().until(() -> metric("sojourn_events_streams") == 2);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                publishMany(A_SECOND, IDS);
                return metric("sojourn_events_dropped_total") == 1;
              });
      assertThat(slow.chunks()).contains("event: dropped");
      assertTold(other);
    }
  }

  /** FT33: ten thousand meaningless messages a second do no harm. */
  @Test
  void aFloodOfGarbageDoesNoHarm() {
    try (EventReader reader = reader()) {
      Reply ada = caller.create("{\"user\":\"ada\"}");
      double before = metric("sojourn_invalidations_garbled_total");
      int bursts = Math.max(BURSTS, Rounds.of(30 * BURSTS));
      for (int i = 0; i < bursts; i++) {
        long burst = System.nanoTime();
        publishMany(A_SECOND / BURSTS, GARBAGE);
        while (System.nanoTime() - burst < Duration.ofSeconds(1).toNanos() / BURSTS) {
          assertThat(caller.verify(ada.token()).at("/active")).isEqualTo("true");
        }
      }
      double published = (double) bursts * A_SECOND / BURSTS;
      await().until(() -> metric("sojourn_invalidations_garbled_total") - before >= published);
      assertThat(reader.ids()).isEmpty();
      assertThat(metric("sojourn_near_hits_total")).isPositive();
      assertTold(reader);
    }
  }

  @Test
  void aConnectionThatBrokeIsToldAsWhatMayHaveBeenMissed() {
    try (EventReader reader = reader()) {
      redis.call("CLIENT", "KILL", "TYPE", "pubsub");
      reader.awaitEvent("missed");
      assertThat(metric("sojourn_invalidations_losses_total")).isEqualTo(1);
      assertThat(metric("sojourn_invalidations_subscriptions_total")).isGreaterThan(1);
      assertTold(reader);
    }
  }

  @Test
  void metricsTellHowTheNearCacheIs() {
    String token = caller.create("{}").token();
    await()
        .until(
            () ->
                caller.verify(token).at("/active").equals("true")
                    && metric("sojourn_near_hits_total") > 0);
    assertThat(metric("sojourn_near_entries")).isEqualTo(1);
    assertThat(metric("sojourn_near_misses_total{reason=\"absent\"}")).isPositive();
    for (String state : new String[] {"opened", "subscribed", "leased"}) {
      assertThat(metric("sojourn_invalidations_connections{state=\"" + state + "\"}")).isEqualTo(1);
    }
    assertThat(metric("sojourn_invalidations_lease_age_seconds")).isBetween(0.0, 2.0);
    assertThat(metric("sojourn_invalidations_heartbeat_age_seconds")).isNotNegative();
    assertThat(caller.get("/metrics").text())
        .contains(
            "sojourn_near_bypassed_total",
            "sojourn_near_not_cached_total{reason=\"own_write\"}",
            "sojourn_invalidations_misrouted_total",
            "sojourn_invalidations_seen_total",
            "sojourn_invalidations_dropped_total",
            "sojourn_invalidations_refusals_total",
            "sojourn_invalidations_timeouts_total",
            "sojourn_invalidations_probe_seconds");
  }

  /** Six heartbeats take longer than the idle timeout; only a full run waits for them. */
  @Test
  void aStreamOutlivesTheIdleTimeoutOfConnections() {
    int heartbeats = Rounds.isFull() ? 6 : 0;
    try (EventReader reader = reader()) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> reader.lines().stream().filter(": heartbeat"::equals).count() >= heartbeats);
      assertTold(reader);
    }
  }

  private EventReader reader() {
    return EventReader.open(server.port(), TestService.OPERATOR_KEY);
  }

  private void assertTold(EventReader reader) {
    String id = caller.create("{}").id();
    caller.delete("/v1/sessions/" + id);
    reader.awaitId(id);
  }

  private void publish(String message) {
    redis.call("PUBLISH", CHANNEL, message);
  }

  private void publishMany(int times, String format) {
    redis.call("EVAL", PUBLISH, "0", String.valueOf(times), format);
  }

  private double metric(String name) {
    return caller
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }
}
