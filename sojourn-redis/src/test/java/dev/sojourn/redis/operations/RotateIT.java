package dev.sojourn.redis.operations;

import static dev.sojourn.redis.rig.Meanwhile.once;
import static dev.sojourn.redis.rig.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SecretHash;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.Secrets.Standing;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 16: a script decides on a pending or replaced secret, by Redis' clock; and no rotation logs
 * anyone out, however late it runs.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class RotateIT extends OnRedis {

  private static final Duration HOUR = Duration.ofHours(1);

  private static final List<String> DONE = List.of("done");
  private static final List<String> GONE = List.of("gone");
  private static final List<String> FULL = List.of("full");

  private final SessionStore graceful =
      fleet.store("graceful", settings -> settings.withRotationGrace(HOUR));
  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");

  RotateIT(Setup setup) {
    super(setup);
  }

  @Test
  void theGraceIsOfTheServersClock() {
    TestClient old = replaced();
    replacedUntil(old, redis.time() + 20_000);
    assertThat(old.access()).isInstanceOf(Live.class);
    assertThat(rotate(old, Sample.newSecret(), HOUR)).isEqualTo(DONE);

    replacedUntil(old, redis.time() - 1);
    assertThat(rotate(old, Sample.newSecret(), HOUR)).isEqualTo(GONE);
    assertThat(old.access()).isEqualTo(new Refused(Refusal.STOLEN));
  }

  /** Servers with two settings ended each other's sessions as stolen. */
  @Test
  void theGraceIsThatOfTheServerWhereTheNewSecretWasFirstShown() {
    SessionStore hasty =
        fleet.store("hasty", settings -> settings.withRotationGrace(Duration.ZERO));
    TestClient old = logIn("ada");
    TestClient next = old.rotated();
    assertThat(next.at(graceful).access()).isInstanceOf(Live.class);

    await().until(() -> redis.time() > replaced(old).until().minus(HOUR).toEpochMilli() + 1);
    assertThat(old.at(hasty).access()).isInstanceOf(Live.class);
  }

  private static Secrets.Replaced replaced(TestClient client) {
    return client.record().secrets().replaced().orElseThrow();
  }

  /** The time at which a secret was replaced is of the server's clock, too. */
  @Test
  void aReplacementIsOfTheServersClock() {
    TestClient old = logIn("ada");
    TestClient next = old.rotated();
    long before = redis.time();
    assertOpens(next);

    assertThat(replaced(old).until().minus(Setup.GRACE).toEpochMilli())
        .isBetween(before, redis.time());
  }

  /** The record was read within the grace, which ends before the script runs. */
  @Test
  void theGraceIsDecidedInTheScriptNotByWhatWasRead() {
    TestClient old = replaced();
    gate.guard(once(running(layout().scripts().prove()), () -> replacedUntil(old, 1)));

    assertThat(old.at(slow).access()).isEqualTo(new Refused(Refusal.STOLEN));
    assertThat(old.isLive()).isFalse();
  }

  @Test
  void aNewSecretThatEndedBeforeItWasProvedOpensNothing() {
    TestClient old = logIn("ada");
    TestClient one = old.rotated();
    TestClient other = old.rotated();
    gate.guard(
        once(
            running(layout().scripts().prove()),
            () -> {
              assertOpens(other);
              other.rotated();
            }));

    assertThat(one.at(slow).access()).isEqualTo(new Refused(Refusal.WRONG_SECRET));
    assertOpens(other);
  }

  @Test
  void aNewSecretOfASessionThatEndedBeforeItWasProvedOpensNothing() {
    TestClient next = logIn("ada").rotated();
    gate.guard(once(running(layout().scripts().prove()), next::revoke));

    assertThat(next.at(slow).access()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(redis.holds(key(next))).isFalse();
  }

  /** Two tabs that show their new secrets at the same moment. */
  @Test
  void aNewSecretThatBecameASiblingBeforeItWasProvedOpens() {
    TestClient old = logIn("ada");
    TestClient one = old.rotated();
    TestClient other = old.rotated();
    gate.guard(once(running(layout().scripts().prove()), () -> assertOpens(other)));

    assertThat(one.at(slow).access()).isInstanceOf(Live.class);
    assertThat(standing(one)).isEqualTo(Standing.SIBLING);
    assertThat(standing(other)).isEqualTo(Standing.CURRENT);
  }

  @Test
  void onlyASecretThatIsNewOrReplacedAsksForAScript() {
    TestClient old = logIn("ada");
    TestClient lost = old.rotated();
    TestClient next = old.rotated();
    assertThat(scriptsFor(old)).isZero();
    assertThat(scriptsFor(next)).isEqualTo(1);
    assertThat(scriptsFor(next)).isZero();
    assertThat(scriptsFor(lost)).isZero();
    assertThat(scriptsFor(old)).isEqualTo(1);
    assertThat(scriptsFor(next.stranger())).isZero();
  }

  /** The first rotation runs late, when the second one's secret is in use. */
  @Test
  void aLateRotationLogsNobodyOut() {
    TestClient old = logIn("ada");
    SecretHash late = Sample.newSecret();
    TestClient tab = old.rotated();
    TestClient next = old.rotated();
    assertOpens(next);

    assertThat(rotate(old, late, HOUR)).isEqualTo(DONE);
    List.of(next, tab, next.showing(late)).forEach(OnRedis::assertOpens);
  }

  @Test
  void aLateRotationAfterTheGraceChangesNothing() {
    TestClient old = replaced();
    replacedUntil(old, 1);
    SessionRecord before = old.record();

    assertThat(rotate(old, Sample.newSecret(), HOUR)).isEqualTo(GONE);
    assertThat(old.record()).isEqualTo(before);
  }

  /** The same rotation runs again, before and after its secret is shown. */
  @Test
  void aRotationThatRunsTwiceLogsNobodyOut() {
    TestClient old = logIn("ada");
    SecretHash next = Sample.newSecret();
    rotate(old, next, HOUR);
    rotate(old, next, HOUR);
    assertOpens(old);
    assertOpens(old.showing(next));
    rotate(old, next, HOUR);

    assertOpens(old.showing(next));
    assertOpens(old.showing(next).rotated());
    assertOpens(old.showing(next));
  }

  @Test
  void lateRotationsAddNoMoreThanFour() {
    TestClient old = logIn("ada");
    List<Object> answers =
        IntStream.range(0, 6).mapToObj(i -> rotate(old, Sample.newSecret(), HOUR)).toList();

    assertThat(answers).containsExactly(DONE, DONE, DONE, DONE, FULL, FULL);
    assertThat(old.record().secrets().pending()).hasSize(4);
    assertThat(old.rotate(Sample.newSecret())).isInstanceOf(Rotation.PendingLimitReached.class);
  }

  /** A late promotion finds its secret a sibling or replaced, and changes nothing. */
  @Test
  void aLateFirstUseChangesNothing() {
    TestClient old = logIn("ada");
    TestClient one = old.rotated();
    TestClient other = old.rotated();
    assertOpens(other);
    SessionRecord before = old.record();

    assertThat(prove(one)).isEqualTo(DONE);
    assertThat(prove(other)).isEqualTo(DONE);
    assertThat(prove(old)).isEqualTo(DONE);
    assertThat(prove(old.stranger())).isEqualTo(GONE);
    assertThat(old.record()).isEqualTo(before);
  }

  /** A client that shows its first secret, which a second one has replaced. */
  private TestClient replaced() {
    TestClient old = logIn("ada");
    assertOpens(old.rotated());
    return old;
  }

  private void replacedUntil(TestClient old, long millis) {
    redis.set(key(old), "replaced", old.secret().text() + " " + millis);
  }

  private Object rotate(TestClient shown, SecretHash next, Duration grace) {
    return redis.run(
        layout().scripts().rotate(),
        List.of(key(shown)),
        List.of(
            shown.id().value(),
            keys.channel(),
            shown.secret().text(),
            "" + grace.toMillis(),
            next.text()));
  }

  private Object prove(TestClient shown) {
    return redis.run(
        layout().scripts().prove(),
        List.of(key(shown), keys.index("ada")),
        List.of(shown.id().value(), keys.channel(), shown.secret().text(), "3600000"));
  }

  private long scriptsFor(TestClient client) {
    try (CommandMonitor monitor = monitor(key(client))) {
      client.peek();
      return monitor.sent().stream().filter("EVALSHA"::equals).count();
    }
  }

  private static Standing standing(TestClient client) {
    return client.record().secrets().standing(client.secret());
  }
}
