package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionId;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.internal.connection.LateReplies;
import dev.sojourn.redis.rig.ObservedData;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Secrets.Standing;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.TestClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A script that runs late, after any other operation, does no harm (rule 3, law 1): it revives no
 * session, ends none but those it is for, and writes no key without a TTL. It runs late for the
 * first time, as on a connection that stalled, or once more, as after a lost reply.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onOneStandalone")
class LateScriptIT {

  private static final long SLACK_MILLIS = 5_000;

  private final RedisServer server;
  private final RedisSessions sessions;
  private LateWorld world;

  LateScriptIT(Setup setup) {
    server = SharedServers.fresh(setup.kind());
    sessions = RedisSessions.connect(setup.settings());
  }

  @BeforeEach
  void begin() {
    world = new LateWorld(server, sessions.store());
  }

  @AfterEach
  void end() {
    world.close();
    sessions.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"EXPIRY", "NOTHING"})
  void aScriptDoesNoHarmWhenItRunsLate(LateOperation late) {
    List<List<String>> scripts = world.scriptsOf(late);
    assertThat(scripts).isNotEmpty();
    for (LateOperation meanwhile : LateOperation.values()) {
      for (int step = 0; step < scripts.size(); step++) {
        runLate(late, scripts, step, meanwhile);
      }
    }
  }

  /** A creation is never sent twice; that includes the copy of a login across slots. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CREATE", "CREATE_AT_A_LIMIT", "EXPIRY", "NOTHING"})
  void aScriptDoesNoHarmWhenItRunsOnceMore(LateOperation late) {
    List<List<String>> scripts = world.scriptsOf(late);
    for (LateOperation meanwhile : LateOperation.values()) {
      world.restart();
      scripts.forEach(world::send);
      meanwhile.runToEnd(world, world.clientAfter());
      ObservedData before = world.observed();
      world.send(scripts.get(scripts.size() - 1));
      assertHarmless(late, meanwhile, before, Set.of());
    }
  }

  /** The secret was valid when it was shown, and has been replaced since. */
  @Test
  void aPromotionThatRunsAfterTheGraceIsNoTheft() {
    List<List<String>> scripts = world.scriptsOf(LateOperation.PROMOTION);
    world.restart();
    TestClient promoted = world.client().showing(world.pending());
    promoted.access();
    TestClient next = promoted.rotated();
    next.access();
    assertLateRunIsHarmless(scripts, next);
  }

  private void assertLateRunIsHarmless(List<List<String>> scripts, TestClient client) {
    await()
        .pollDelay(LateReplies.MAX_AGE.plus(Setup.GRACE))
        .atMost(LateReplies.MAX_AGE.multipliedBy(10))
        .until(client::isLive);
    scripts.forEach(world::send);
    assertThat(client.access()).isInstanceOf(Live.class);
  }

  private void runLate(
      LateOperation late, List<List<String>> scripts, int step, LateOperation meanwhile) {
    world.restart();
    scripts.subList(0, step).forEach(world::send);
    meanwhile.runToEnd(world, world.client());
    ObservedData before = world.observed();
    world.send(scripts.get(step));
    Set<SessionId> created = new HashSet<>(world.observed().ids());
    created.removeAll(before.ids());

    assertThat(created)
        .as("%s after %s, step %s: new sessions", late, meanwhile, step)
        .hasSizeLessThanOrEqualTo(1)
        .doesNotContain(world.client().id(), world.other().id());
    assertHarmless(late, meanwhile, before, created);
  }

  private void assertHarmless(
      LateOperation late, LateOperation meanwhile, ObservedData before, Set<SessionId> created) {
    ObservedData after = world.observed();
    String schedule = late + " after " + meanwhile + ": ";
    Set<SessionId> revived = new HashSet<>(after.ids());
    revived.removeAll(before.ids());
    revived.removeAll(created);
    Set<SessionId> ended = new HashSet<>(before.ids());
    ended.removeAll(after.ids());

    assertThat(revived).as(schedule + "revived").isEmpty();
    assertThat(sessionsOf(late)).as(schedule + "ended").containsAll(ended);
    assertThat(after.strays()).as(schedule + "not in their index").isEmpty();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.DEFAULT.absolute());
    before.ids().stream()
        .filter(after.ids()::contains)
        .forEach(id -> assertNotWorse(late, schedule, id, before, after));
  }

  /** The session keeps its secrets, its time left and the changes of others. */
  private void assertNotWorse(
      LateOperation late, String schedule, SessionId id, ObservedData before, ObservedData after) {
    SessionRecord was = before.sessions().get(id);
    SessionRecord is = after.sessions().get(id);
    assertThat(ObservedData.accepted(is))
        .as(schedule + "secrets")
        .containsAll(
            retiresSecrets(late, was) ? ObservedData.shownNow(was) : ObservedData.accepted(was));
    if (late != LateOperation.CHANGE_OF_TIMEOUTS) {
      assertThat(after.ttlMillis().get(id))
          .as(schedule + "time left")
          .isGreaterThan(before.ttlMillis().get(id) - SLACK_MILLIS);
    }
    if (late != LateOperation.CHANGE) {
      assertThat(ObservedData.attribute(is, "changed"))
          .as(schedule + "changes of others")
          .isEqualTo(ObservedData.attribute(was, "changed"));
    }
    assertThat(is.version()).as(schedule + "version").isGreaterThanOrEqualTo(was.version());
  }

  /** A rotation ends the siblings of the one before, unless it is a late one. */
  private boolean retiresSecrets(LateOperation late, SessionRecord was) {
    return switch (late) {
      case ROTATION -> was.secrets().standing(world.client().secret()) != Standing.REPLACED;
      case PROMOTION -> was.secrets().standing(world.pending()) == Standing.PENDING;
      default -> false;
    };
  }

  private Set<SessionId> sessionsOf(LateOperation late) {
    SessionId first = world.client().id();
    return switch (late.ends()) {
      case NONE -> Set.of();
      case FIRST -> Set.of(first);
      case BOTH -> Set.of(first, world.other().id());
    };
  }
}
