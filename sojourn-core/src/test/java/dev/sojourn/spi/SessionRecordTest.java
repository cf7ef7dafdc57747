package dev.sojourn.spi;

import static dev.sojourn.Records.CREATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sojourn.EncodedValue;
import dev.sojourn.Records;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionRecordTest {

  /** Idle timeout 100 s, so a touch is due every 5 s and the store keeps the session for 105 s. */
  private final SessionRecord record = Records.living(100, 1000);

  @Test
  void aSessionEndsATouchIntervalAfterItsIdleTimeout() {
    assertThat(record.expiresAt()).isEqualTo(at(105));
    assertThat(record.touchedAt(at(50)).expiresAt()).isEqualTo(at(155));
  }

  @Test
  void aSessionNeverEndsAfterItsAbsoluteDeadline() {
    assertThat(record.absoluteExpiresAt()).isEqualTo(at(1000));
    assertThat(record.touchedAt(at(894)).expiresAt()).isEqualTo(at(999));
    assertThat(record.touchedAt(at(895)).expiresAt()).isEqualTo(at(1000));
    assertThat(record.touchedAt(at(950)).expiresAt()).isEqualTo(at(1000));
    assertThat(Records.living(100, 100).expiresAt()).isEqualTo(at(100));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "4999, false", "5000, true", "5001, true", "104999, true"})
  void aTouchIsDueWhenAnIntervalWentBy(long afterMillis, boolean due) {
    Instant now = CREATED.plusMillis(afterMillis);
    assertThat(record.touchDue(Duration.between(now, record.expiresAt()))).isEqualTo(due);
  }

  /** Near the absolute deadline the time left alone does not determine the last access. */
  @ParameterizedTest
  @CsvSource({"950000, false", "954999, false", "955000, true", "999999, true"})
  void aTouchIsNotDueMoreOftenNearTheAbsoluteDeadline(long afterMillis, boolean due) {
    SessionRecord late = record.touchedAt(at(950));
    Instant now = CREATED.plusMillis(afterMillis);
    assertThat(late.touchDue(Duration.between(now, late.expiresAt()))).isEqualTo(due);
  }

  /** Rule 19 literally, over many ages and times left. */
  @Test
  void aTouchIsDueByTheStoresClockAlone() {
    for (long lastAccess = 0; lastAccess < 1000; lastAccess += 7) {
      SessionRecord touched = record.touchedAt(at(lastAccess));
      for (long left = 1; left <= 105; left++) {
        long ttl = Math.min(lastAccess + 105, 1000);
        boolean due = ttl - left - lastAccess >= 5;
        assertThat(touched.touchDue(Duration.ofSeconds(left))).isEqualTo(due);
      }
    }
  }

  @Test
  void aTouchChangesTheLastAccessAlone() {
    assertThat(record.touchedAt(at(50)))
        .usingRecursiveComparison()
        .ignoringFields("lastAccessAt")
        .isEqualTo(record);
    assertThat(record.touchedAt(at(50)).lastAccessAt()).isEqualTo(at(50));
  }

  @Test
  void otherSecretsChangeTheSecretsAlone() {
    Secrets other = Secrets.of(new SecretHash("B".repeat(42) + "A"));
    assertThat(record.withSecrets(other))
        .usingRecursiveComparison()
        .ignoringFields("secrets")
        .isEqualTo(record);
    assertThat(record.withSecrets(other).secrets()).isEqualTo(other);
  }

  @Test
  void aChangeRaisesTheVersionAndSlidesNothing() {
    Timeouts timeouts = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20));
    SessionDelta delta =
        new SessionDelta(
            Map.of("a", new Put(EncodedValue.text("1"))),
            Optional.of("Tablet"),
            Optional.of(timeouts));
    SessionRecord changed = record.changedBy(delta, SizeLimits.DEFAULT);

    assertThat(changed.version()).isEqualTo(record.version() + 1);
    assertThat(changed.timeouts()).isEqualTo(timeouts);
    assertThat(changed.device()).isEqualTo(record.device().withLabel("Tablet"));
    assertThat(changed.attributes()).isEqualTo(Map.of("a", EncodedValue.text("1")));
    assertThat(changed)
        .usingRecursiveComparison()
        .ignoringFields("version", "timeouts", "device", "attributes")
        .isEqualTo(record);
  }

  @Test
  void aChangeThatCannotGrowIsTakenAboveTheLimitsToo() {
    SizeLimits small = new SizeLimits(3, 1);
    SessionRecord large =
        Records.with(Map.of("a", EncodedValue.text("123"), "b", EncodedValue.text("456")));
    SessionDelta label = new SessionDelta(Map.of(), Optional.of("Tablet"), Optional.empty());
    SessionDelta put = SessionDelta.of(Map.of("a", new Put(EncodedValue.text("1"))));

    assertThat(large.changedBy(label, small).attributes()).hasSize(2);
    assertThat(large.changedBy(SessionDelta.of(Map.of("a", new Remove())), small).attributes())
        .containsOnlyKeys("b");
    assertThatExceptionOfType(SessionTooLarge.class).isThrownBy(() -> large.changedBy(put, small));
  }

  @Test
  void theAttributesAreACopyThatNobodyChanges() {
    Map<String, EncodedValue> mine = new HashMap<>(Map.of("a", EncodedValue.text("1")));
    SessionRecord copied = Records.with(mine);
    mine.clear();

    assertThat(copied.attributes()).containsOnlyKeys("a");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> copied.attributes().clear());
  }

  private static Instant at(long seconds) {
    return CREATED.plusSeconds(seconds);
  }
}
