package dev.sojourn.testkit;

import static dev.sojourn.testkit.StoreContract.assertOpens;
import static dev.sojourn.testkit.StoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionDelta;
import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Rotation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A session ends when nobody comes, and at its absolute deadline whoever comes. */
interface ExpiryContract extends StoreContract {

  @Test
  default void aSessionThatNobodyUsedIsNoSessionToAnyCall() {
    Visit visit = Sample.of("ada").idle(200).in(store());
    SessionRecord record = visit.record();
    advance(230);

    assertThat(visit.put("late", "write")).isEmpty();
    assertThat(visit.rotate(Sample.newSecret())).isEqualTo(new Rotation.Absent());
    assertThat(visit.authenticate(visit.login("ada"))).isEqualTo(new Admission.Absent());
    assertRefused(visit, Refusal.UNKNOWN);
    assertRefused(visit.stranger(), Refusal.UNKNOWN);
    assertThat(visit.read()).isEmpty();
    assertThat(ids("ada")).isEmpty();
    assertThat(visit.revoke()).isZero();
    assertThat(Answers.of(store().revoke(record))).isZero();
    assertThat(revokeAll("ada")).isZero();
  }

  @Test
  default void aSessionInUseOutlivesItsIdleTimeout() {
    StoreContract.inTime(Duration.ofMillis(1900), this::aSessionIsUsed);
  }

  private void aSessionIsUsed() {
    Visit visit = Sample.of("ada").idle(1200).in(store());
    advance(700);
    assertOpens(visit);
    advance(700);
    assertOpens(visit);
  }

  @Test
  default void theAbsoluteDeadlineIsNotMovedByWhoeverComes() {
    StoreContract.inTime(Duration.ofMillis(1800), this::aSessionIsUsedToItsEnd);
  }

  private void aSessionIsUsedToItsEnd() {
    Visit visit = Sample.of("ada").timeouts(timeouts(900, 1500)).in(store());
    advance(550);
    assertOpens(visit);
    Visit rotated = visit.rotated();
    assertThat(rotated.put("cart", "full")).isPresent();
    advance(550);
    assertOpens(rotated);
    assertOpens(visit);
    advance(430);

    assertRefused(rotated, Refusal.UNKNOWN);
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void otherTimeoutsMoveTheDeadlinesAndSlideNothing() {
    Visit visit = Sample.of("ada").idle(60_000).in(store());
    SessionRecord before = visit.record();
    advance(20);
    Timeouts other = timeouts(90_000, 100_000);
    Optional<SessionRecord> now = visit.change(of(other));

    assertThat(now.map(SessionRecord::timeouts)).contains(other);
    assertThat(now.map(SessionRecord::lastAccessAt)).contains(before.lastAccessAt());
    assertThat(now.map(SessionRecord::createdAt)).contains(before.createdAt());
    assertThat(now.map(SessionRecord::version)).contains(before.version() + 1);
    assertThat(visit.read()).isEqualTo(now);
  }

  @Test
  default void aSessionWithALongerIdleTimeoutLivesLonger() {
    StoreContract.inTime(Duration.ofMillis(750), this::aSessionIsGivenMoreTime);
  }

  private void aSessionIsGivenMoreTime() {
    revokeAll("ada"); // of a story that took too long
    Visit visit = Sample.of("ada").timeouts(timeouts(300, 400)).in(store());
    assertThat(visit.change(of(timeouts(60_000, 60_000)))).isPresent();
    advance(450);

    assertThat(visit.isLive()).isTrue();
    assertThat(ids("ada")).containsExactly(visit.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
  }

  @Test
  default void aSessionWithAShorterIdleTimeoutEndsEarlier() {
    Visit visit = logIn("ada");
    assertThat(visit.change(of(timeouts(200, 60_000)))).isPresent();
    advance(230);

    assertRefused(visit, Refusal.UNKNOWN);
  }

  @Test
  default void timeoutsThatAreOverEndTheSessionAtOnce() {
    Visit idle = logIn("ada");
    Visit absolute = logIn("ada");
    advance(120);

    assertThat(idle.change(of(timeouts(100, 60_000)))).isEmpty();
    assertThat(absolute.change(of(timeouts(100, 100)))).isEmpty();
    assertRefused(idle, Refusal.UNKNOWN);
    assertRefused(absolute, Refusal.UNKNOWN);
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void aSessionMayLiveForTheLongestTimeThereIs() {
    Timeouts longest = new Timeouts(Timeouts.MOST, Timeouts.MOST);
    Visit visit = Sample.of("ada").timeouts(longest).in(store());
    SessionRecord record = visit.record();

    assertThat(record.expiresAt()).isEqualTo(record.createdAt().plus(Timeouts.MOST));
    assertOpens(visit);
  }

  private static Timeouts timeouts(long idleMillis, long absoluteMillis) {
    return new Timeouts(Duration.ofMillis(idleMillis), Duration.ofMillis(absoluteMillis));
  }

  private static SessionDelta of(Timeouts timeouts) {
    return new SessionDelta(Map.of(), Optional.empty(), Optional.of(timeouts));
  }
}
