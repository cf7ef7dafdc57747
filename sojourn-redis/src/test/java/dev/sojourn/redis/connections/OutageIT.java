package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.Footprint;
import dev.sojourn.redis.rig.Load;
import dev.sojourn.redis.rig.Load.Outcome;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Redis goes away under load and comes back: every call fails in time, no call reports a missing
 * session, Sojourn recovers without a restart, and nothing piles up (law 6; FT7, FT8, FT12, I6).
 */
@EachServer
class OutageIT {

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  /** The command timeout and 50 ms, plus a margin for a machine that runs all tests at once. */
  private static final Duration IN_TIME = TIMEOUT.plusMillis(50).plusMillis(250);

  private static final Duration HEALED = Duration.ofSeconds(5);
  private static final Duration OUTAGE = Duration.ofSeconds(4);

  private final RedisServer server;
  private final FaultRig rig;
  private final Load load;

  OutageIT(ServerKind kind) {
    server = RedisServers.start(kind);
    rig = FaultRig.on(server, TIMEOUT);
    load = Load.on(rig.through());
    await().until(() -> load.count(Outcome.FINE) > 400);
  }

  @AfterEach
  void end() {
    load.close();
    rig.close();
    server.close();
  }

  @Test
  void itIsKilledAndStartedAgainEmpty() {
    Footprint before = Footprint.now();
    long killed = now();
    server.kill();
    awaitOutage();
    assertUnavailableInTime(killed);
    assertThat(load.calls()).noneMatch(call -> call.outcome() == Outcome.NOT_THERE);

    server.restart();
    long restarted = now();
    await().pollInterval(Duration.ofMillis(20)).atMost(HEALED).until(this::aLoginWorks);
    long healed = now();
    await().until(() -> load.within(healed, now()).size() > 400);

    load.close();
    assertThat(load.within(healed, now())).noneMatch(OutageIT::isUnavailable);
    assertThat(load.opened())
        .allSatisfy(ada -> assertThat(rig.through().access(ada.token())).isEmpty());
    assertThat(Duration.ofNanos(healed - restarted)).isLessThan(HEALED);
    before.assertKept();
  }

  @Test
  void itStandsStill() {
    double usual = commandsPerCall(() -> {});
    Footprint before = Footprint.now();
    long frozen = now();
    server.freeze();
    awaitOutage();
    assertUnavailableInTime(frozen);
    double after = commandsPerCall(this::thaw);

    assertThat(after).as("commands per call").isLessThan(2 * usual);
    assertAllAreStillLoggedIn();
    before.assertKept();
  }

  @Test
  void nothingGetsThrough() {
    long fault = now();
    rig.proxy().all(new Fault.BlackHole());
    awaitOutage();
    assertUnavailableInTime(fault);
    rig.proxy().clear();
    awaitHealed();
    assertAllAreStillLoggedIn();
  }

  /** As when a firewall dropped it: the rest of the network works. */
  @Test
  void aConnectionIsHalfOpen() {
    rig.proxy().links().get(0).fault(new Fault.BlackHole());
    long fault = now();
    await().until(() -> load.count(Outcome.UNAVAILABLE) > 0);
    awaitHealed();
    assertThat(Duration.ofNanos(now() - fault)).isLessThan(HEALED);
    assertAllAreStillLoggedIn();
  }

  private void thaw() {
    server.thaw();
    awaitHealed();
  }

  private void awaitOutage() {
    await()
        .atMost(OUTAGE.multipliedBy(5))
        .pollDelay(OUTAGE)
        .until(() -> load.count(Outcome.UNAVAILABLE) > 0);
  }

  private void awaitHealed() {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(HEALED)
        .until(() -> FaultRig.answers(rig.connectionThrough()));
  }

  private boolean aLoginWorks() {
    return FaultRig.answers(rig.connectionThrough())
        && rig.through().create(NewSession.of("ada")) instanceof Issued;
  }

  /** Checks the calls that began after the fault; pending calls are not counted yet. */
  private void assertUnavailableInTime(long fault) {
    List<Load.Call> calls = load.within(fault, now());
    List<Load.Call> later = load.within(fault + TIMEOUT.toNanos(), now());
    assertThat(later).hasSizeGreaterThan(8).allMatch(OutageIT::isUnavailable);
    assertThat(calls)
        .noneMatch(call -> call.outcome() == Outcome.NOT_THERE || call.outcome() == Outcome.FAILED);
    assertThat(Load.p99(calls)).isLessThan(IN_TIME.plus(load.longestStall()));
  }

  /** Also, no change ran twice, and no acknowledged change was lost. */
  private void assertAllAreStillLoggedIn() {
    load.close();
    assertThat(load.calls())
        .allMatch(call -> call.outcome() == Outcome.FINE || isUnavailable(call));
    for (Issued ada : load.opened()) {
      SessionId id = ada.session().id();
      assertThat(rig.through().access(ada.token())).isPresent();
      assertThat(rig.version(id)).isBetween((long) load.acknowledged(id), (long) load.asked(id));
    }
  }

  /** Commands per call of the first calls after an action. */
  private double commandsPerCall(Runnable action) {
    action.run();
    long begin = now();
    long before = commands();
    await().until(() -> load.within(begin, now()).size() > 400);
    double sent = commands() - before;
    return sent / load.within(begin, now()).size();
  }

  private long commands() {
    String info = String.valueOf(server.call("INFO", "stats"));
    return Long.parseLong(info.replaceAll("(?s).*total_commands_processed:(\\d+).*", "$1"));
  }

  private static boolean isUnavailable(Load.Call call) {
    return call.outcome() == Outcome.UNAVAILABLE;
  }

  private static long now() {
    return System.nanoTime();
  }
}
