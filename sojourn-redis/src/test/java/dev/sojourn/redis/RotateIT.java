package dev.sojourn.redis;

import static dev.sojourn.redis.Meanwhile.once;
import static dev.sojourn.redis.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SecretHash;
import dev.sojourn.Secrets.Standing;
import dev.sojourn.SessionRecord;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.CommandGate;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 16: Redis decides on a secret that was handed out or replaced, in a script, by its own
 * clock; and no rotation logs anybody out, however late it runs.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
final class RotateIT extends OnRedis {

  private static final Duration HOUR = Duration.ofHours(1);

  private final SessionStore graceful =
      fleet.store("graceful", settings -> settings.withRotationGrace(HOUR));
  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");

  RotateIT(Setup setup) {
    super(setup);
  }

  @Test
  void theGraceIsOfTheServersClock() {
    Visit old = replaced();
    replacedAt(old, redis.time() - HOUR.toMillis() + 20_000);
    assertThat(old.at(graceful).access()).isInstanceOf(Live.class);
    assertThat(rotate(old, Sample.newSecret(), HOUR)).isEqualTo(1L);

    replacedAt(old, redis.time() - HOUR.toMillis() - 1);
    assertThat(rotate(old, Sample.newSecret(), HOUR)).isEqualTo(0L);
    assertThat(old.at(graceful).access()).isEqualTo(new Refused(Refusal.STOLEN));
  }

  /** A secret that becomes current is replaced by the server's clock, too. */
  @Test
  void aReplacementIsOfTheServersClock() {
    Visit old = logIn("ada");
    Visit next = old.rotated();
    long before = redis.time();
    assertOpens(next);

    assertThat(old.record().secrets().replaced().orElseThrow().at().toEpochMilli())
        .isBetween(before, redis.time());
  }

  /** What was read says that the grace lasts; in the meantime it ended. */
  @Test
  void theGraceIsDecidedInTheScriptNotByWhatWasRead() {
    Visit old = replaced();
    gate.guard(once(running(layout().scripts().prove()), () -> replacedAt(old, 1)));

    assertThat(old.at(slow).access()).isEqualTo(new Refused(Refusal.STOLEN));
    assertThat(old.isLive()).isFalse();
  }

  @Test
  void aNewSecretThatEndedBeforeItWasProvedOpensNothing() {
    Visit old = logIn("ada");
    Visit one = old.rotated();
    Visit other = old.rotated();
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
    Visit next = logIn("ada").rotated();
    gate.guard(once(running(layout().scripts().prove()), next::revoke));

    assertThat(next.at(slow).access()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(redis.holds(key(next))).isFalse();
  }

  /** Two tabs that show their new secrets at the same moment. */
  @Test
  void aNewSecretThatBecameASiblingBeforeItWasProvedOpens() {
    Visit old = logIn("ada");
    Visit one = old.rotated();
    Visit other = old.rotated();
    gate.guard(once(running(layout().scripts().prove()), () -> assertOpens(other)));

    assertThat(one.at(slow).access()).isInstanceOf(Live.class);
    assertThat(standing(one)).isEqualTo(Standing.SIBLING);
    assertThat(standing(other)).isEqualTo(Standing.CURRENT);
  }

  @Test
  void onlyASecretThatIsNewOrReplacedAsksForAScript() {
    Visit old = logIn("ada");
    Visit lost = old.rotated();
    Visit next = old.rotated();
    assertThat(scriptsFor(old)).isZero();
    assertThat(scriptsFor(next)).isEqualTo(1);
    assertThat(scriptsFor(next)).isZero();
    assertThat(scriptsFor(lost)).isZero();
    assertThat(scriptsFor(old)).isEqualTo(1);
    assertThat(scriptsFor(next.stranger())).isZero();
  }

  /** The first rotation's answer was lost; it runs when the second one's secret is in use. */
  @Test
  void aLateRotationLogsNobodyOut() {
    Visit old = logIn("ada");
    SecretHash late = Sample.newSecret();
    Visit tab = old.rotated();
    Visit next = old.rotated();
    assertOpens(next);

    assertThat(rotate(old, late, HOUR)).isEqualTo(1L);
    List.of(next, tab, next.showing(late)).forEach(OnRedis::assertOpens);
  }

  @Test
  void aLateRotationAfterTheGraceChangesNothing() {
    Visit old = replaced();
    replacedAt(old, 1);
    SessionRecord before = old.record();

    assertThat(rotate(old, Sample.newSecret(), HOUR)).isEqualTo(0L);
    assertThat(old.record()).isEqualTo(before);
  }

  /** The very same rotation once more, before its secret was shown and after. */
  @Test
  void aRotationThatRunsTwiceLogsNobodyOut() {
    Visit old = logIn("ada");
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
    Visit old = logIn("ada");
    List<Object> answers =
        IntStream.range(0, 6).mapToObj(i -> rotate(old, Sample.newSecret(), HOUR)).toList();

    assertThat(answers).containsExactly(1L, 1L, 1L, 1L, 2L, 2L);
    assertThat(old.record().secrets().pending()).hasSize(4);
    assertThat(old.rotate(Sample.newSecret())).isInstanceOf(Rotation.Kept.class);
  }

  /** A promotion that runs late finds its secret a sibling, or the one before, and leaves it so. */
  @Test
  void aLateFirstUseChangesNothing() {
    Visit old = logIn("ada");
    Visit one = old.rotated();
    Visit other = old.rotated();
    assertOpens(other);
    SessionRecord before = old.record();

    assertThat(prove(one)).isEqualTo(1L);
    assertThat(prove(other)).isEqualTo(1L);
    assertThat(prove(old)).isEqualTo(1L);
    assertThat(prove(old.stranger())).isEqualTo(0L);
    assertThat(old.record()).isEqualTo(before);
  }

  /** A session whose first secret was replaced by a second one; shown is the first. */
  private Visit replaced() {
    Visit old = logIn("ada");
    assertOpens(old.rotated());
    return old;
  }

  private void replacedAt(Visit old, long millis) {
    redis.set(key(old), "replaced", old.secret().text() + " " + millis);
  }

  private Object rotate(Visit shown, SecretHash next, Duration grace) {
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

  private Object prove(Visit shown) {
    return redis.run(
        layout().scripts().prove(),
        List.of(key(shown), keys.index("ada")),
        List.of(shown.id().value(), keys.channel(), shown.secret().text(), "3600000"));
  }

  private long scriptsFor(Visit visit) {
    try (Monitor monitor = monitor(key(visit))) {
      visit.peek();
      return monitor.sent().stream().filter("EVALSHA"::equals).count();
    }
  }

  private static Standing standing(Visit visit) {
    return visit.record().secrets().standing(visit.secret());
  }
}
