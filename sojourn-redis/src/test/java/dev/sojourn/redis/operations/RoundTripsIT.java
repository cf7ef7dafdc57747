package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operation takes the round trips in the design's table, measured by its duration behind a
 * slow proxy. The other layout sends the same commands, see {@link CommandCountIT}.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#hashOnOneStandalone")
class RoundTripsIT {

  private static final Duration THERE = Duration.ofMillis(100);
  private static final Duration THERE_AND_BACK = THERE.multipliedBy(2);

  private final Setup setup;
  private FaultRig rig;

  RoundTripsIT(Setup setup) {
    this.setup = setup;
    this.rig = newRig(SessionsPerUser.NONE);
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void oneForWhatMostRequestsDo() {
    assertThat(roundTrips(ada -> rig.through().access(ada.token()))).isEqualTo(1);
    assertThat(roundTrips(ada -> rig.through().save(ada.session().set("a", 1)))).isEqualTo(1);
    assertThat(roundTrips(ada -> rig.through().rotate(ada.token()))).isEqualTo(1);
  }

  @Test
  void oneForAnAccessThatSlides() {
    assertThat(
            roundTrips(
                ada -> {
                  rig.makeTouchDue(ada.session().id());
                  return rig.through().access(ada.token());
                }))
        .isEqualTo(1);
  }

  @Test
  void oneForALoginAndTwoWithALimit() {
    assertThat(roundTrips(ada -> rig.through().create(NewSession.of("ben")))).isEqualTo(1);
    assertThat(roundTrips(ada -> rig.through().login(ada.token(), "ada"))).isEqualTo(1);
    rig.close();
    rig = newRig(new SessionsPerUser(500, AtLimit.REFUSE));
    assertThat(roundTrips(ada -> rig.through().create(NewSession.of("ben")))).isEqualTo(2);
    assertThat(roundTrips(ada -> rig.through().login(ada.token(), "ada"))).isEqualTo(2);
  }

  @Test
  void oneForALoginOfAGuestOrThreeAcrossSlots() {
    assertThat(
            roundTrips(
                ada -> {
                  Issued guest = rig.beside().create(NewSession.anonymous()).orElseThrow();
                  return rig.through().login(guest.token(), "ada");
                }))
        .isEqualTo(setup.keyspace() == KeyspaceName.PLAIN ? 1 : 3);
  }

  @Test
  void oneForALogoutOfASessionOfAnIdAndOfAToken() {
    assertThat(roundTrips(ada -> rig.through().revoke(ada.session(), EndReason.LOGOUT)))
        .isEqualTo(1);
    assertThat(roundTrips(ada -> rig.through().revoke(ada.session().id(), EndReason.LOGOUT)))
        .isEqualTo(1);
    assertThat(roundTrips(ada -> rig.through().logout(ada.token()))).isEqualTo(1);
  }

  @Test
  void twoForTheListAndTheLogoutEverywhere() {
    assertThat(roundTrips(ada -> rig.through().list("ada"))).isEqualTo(2);
    assertThat(roundTrips(ada -> rig.through().revokeAll("ada", EndReason.LOGOUT))).isEqualTo(2);
  }

  /** The smaller of two measurements: a busy machine can only make it larger. */
  private long roundTrips(Function<Issued, Object> operation) {
    return Math.min(roundTripsOnce(operation), roundTripsOnce(operation));
  }

  private long roundTripsOnce(Function<Issued, Object> operation) {
    Issued ada = rig.login("ada");
    long start = System.nanoTime();
    assertThat(operation.apply(ada)).isNotNull();
    return (System.nanoTime() - start) / THERE_AND_BACK.toNanos();
  }

  private FaultRig newRig(SessionsPerUser limit) {
    FaultRig newRig =
        FaultRig.on(
            SharedServers.fresh(setup.kind()),
            settings ->
                settings
                    .withLayout(setup.layout())
                    .withKeyspace(setup.keyspace())
                    .withSessionsPerUser(limit));
    newRig.proxy().all(new Fault.Delay(THERE));
    return newRig;
  }
}
