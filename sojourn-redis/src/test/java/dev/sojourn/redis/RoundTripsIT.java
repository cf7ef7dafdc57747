package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Opened;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionLimit.AtLimit;
import dev.sojourn.redis.RedisSettings.KeyspaceName;
import dev.sojourn.testkit.Fault;
import dev.sojourn.testkit.SharedServers;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The round trips of each verb, as the design's table has them: counted by how long a verb takes
 * when each round trip takes long. The other layout sends the same commands, see {@link
 * CommandCountIT}.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#hashOnOneStandalone")
class RoundTripsIT {

  private static final Duration THERE = Duration.ofMillis(100);
  private static final Duration THERE_AND_BACK = THERE.multipliedBy(2);

  private final Setup setup;
  private Rig rig;

  RoundTripsIT(Setup setup) {
    this.setup = setup;
    this.rig = anew(SessionLimit.NONE);
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
    assertThat(roundTrips(ada -> rig.through().authenticate(ada.token(), "ada"))).isEqualTo(1);
    rig.close();
    rig = anew(new SessionLimit(500, AtLimit.REFUSE));
    assertThat(roundTrips(ada -> rig.through().create(NewSession.of("ben")))).isEqualTo(2);
    assertThat(roundTrips(ada -> rig.through().authenticate(ada.token(), "ada"))).isEqualTo(2);
  }

  @Test
  void oneForALoginOfAGuestOrThreeAcrossSlots() {
    assertThat(
            roundTrips(
                ada -> {
                  Opened guest = rig.beside().create(NewSession.anonymous()).orElseThrow();
                  return rig.through().authenticate(guest.token(), "ada");
                }))
        .isEqualTo(setup.keyspace() == KeyspaceName.PLAIN ? 1 : 3);
  }

  @Test
  void oneForALogoutAndTwoWhenOnlyTheIdIsKnown() {
    assertThat(roundTrips(ada -> rig.through().revoke(ada.session(), EndReason.LOGOUT)))
        .isEqualTo(1);
    assertThat(roundTrips(ada -> rig.through().revoke(ada.session().id(), EndReason.LOGOUT)))
        .isEqualTo(2);
  }

  @Test
  void twoForTheListAndTheLogoutEverywhere() {
    assertThat(roundTrips(ada -> rig.through().list("ada"))).isEqualTo(2);
    assertThat(roundTrips(ada -> rig.through().revokeAll("ada", EndReason.LOGOUT))).isEqualTo(2);
  }

  /** The fewest of two tries: a busy machine makes them look more, never less. */
  private long roundTrips(Function<Opened, Object> verb) {
    return Math.min(roundTripsOnce(verb), roundTripsOnce(verb));
  }

  private long roundTripsOnce(Function<Opened, Object> verb) {
    Opened ada = rig.login("ada");
    long start = System.nanoTime();
    assertThat(verb.apply(ada)).isNotNull();
    return (System.nanoTime() - start) / THERE_AND_BACK.toNanos();
  }

  private Rig anew(SessionLimit limit) {
    Rig anew =
        Rig.on(
            SharedServers.fresh(setup.kind()),
            settings ->
                settings
                    .withLayout(setup.layout())
                    .withKeyspace(setup.keyspace())
                    .withSessionsPerUser(limit));
    anew.proxy().all(new Fault.Delay(THERE));
    return anew;
  }
}
