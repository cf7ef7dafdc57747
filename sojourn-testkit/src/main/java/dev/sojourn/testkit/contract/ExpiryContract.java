package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.ContractTests.assertOpens;
import static dev.sojourn.testkit.contract.ContractTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Timeouts;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A session expires when it is idle, and at its absolute deadline in any case. */
interface ExpiryContract extends ContractTests {

  @Test
  default void aSessionThatNobodyUsedIsNoSessionToAnyCall() {
    TestClient client = Sample.of("ada").idle(200).in(store());
    SessionRecord record = client.record();
    advance(230);

    assertThat(client.put("late", "write")).isEmpty();
    assertThat(client.rotate(Sample.newSecret())).isEqualTo(new NoSession());
    assertThat(client.login(client.newLogin("ada"))).isEqualTo(new NoSession());
    assertRefused(client, Refusal.UNKNOWN);
    assertRefused(client.stranger(), Refusal.UNKNOWN);
    assertThat(client.read()).isEmpty();
    assertThat(ids("ada")).isEmpty();
    assertThat(client.revoke()).isZero();
    assertThat(Await.of(store().revoke(record))).isZero();
    assertThat(revokeAll("ada")).isZero();
  }

  @Test
  default void aSessionInUseOutlivesItsIdleTimeout() {
    ContractTests.inTime(Duration.ofMillis(1900), this::aSessionIsUsed);
  }

  private void aSessionIsUsed() {
    TestClient client = Sample.of("ada").idle(1200).in(store());
    advance(700);
    assertOpens(client);
    advance(700);
    assertOpens(client);
  }

  @Test
  default void theAbsoluteDeadlineIsNotMovedByWhoeverComes() {
    ContractTests.inTime(Duration.ofMillis(1800), this::aSessionIsUsedToItsEnd);
  }

  private void aSessionIsUsedToItsEnd() {
    TestClient client = Sample.of("ada").timeouts(timeouts(900, 1500)).in(store());
    advance(550);
    assertOpens(client);
    TestClient rotated = client.rotated();
    assertThat(rotated.put("cart", "full")).isPresent();
    advance(550);
    assertOpens(rotated);
    assertOpens(client);
    advance(430);

    assertRefused(rotated, Refusal.UNKNOWN);
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void otherTimeoutsMoveTheDeadlinesAndSlideNothing() {
    TestClient client = Sample.of("ada").idle(60_000).in(store());
    SessionRecord before = client.record();
    advance(20);
    Timeouts other = timeouts(90_000, 100_000);
    Optional<SessionRecord> now = client.change(of(other));

    assertThat(now.map(SessionRecord::timeouts)).contains(other);
    assertThat(now.map(SessionRecord::lastAccessAt)).contains(before.lastAccessAt());
    assertThat(now.map(SessionRecord::createdAt)).contains(before.createdAt());
    assertThat(now.map(SessionRecord::version)).contains(before.version() + 1);
    assertThat(client.read()).isEqualTo(now);
  }

  @Test
  default void aSessionWithALongerIdleTimeoutLivesLonger() {
    ContractTests.inTime(Duration.ofMillis(750), this::aSessionIsGivenMoreTime);
  }

  private void aSessionIsGivenMoreTime() {
    revokeAll("ada"); // left over from an attempt that took too long
    TestClient client = Sample.of("ada").timeouts(timeouts(300, 400)).in(store());
    assertThat(client.change(of(timeouts(60_000, 60_000)))).isPresent();
    advance(450);

    assertThat(client.isLive()).isTrue();
    assertThat(ids("ada")).containsExactly(client.id());
    assertThat(revokeAll("ada")).isEqualTo(1);
  }

  @Test
  default void aSessionWithAShorterIdleTimeoutEndsEarlier() {
    TestClient client = logIn("ada");
    assertThat(client.change(of(timeouts(200, 60_000)))).isPresent();
    advance(230);

    assertRefused(client, Refusal.UNKNOWN);
  }

  @Test
  default void timeoutsThatAreOverEndTheSessionAtOnce() {
    TestClient idle = logIn("ada");
    TestClient absolute = logIn("ada");
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
    TestClient client = Sample.of("ada").timeouts(longest).in(store());
    SessionRecord record = client.record();

    assertThat(record.expiresAt()).isEqualTo(record.createdAt().plus(Timeouts.MOST));
    assertOpens(client);
  }

  private static Timeouts timeouts(long idleMillis, long absoluteMillis) {
    return new Timeouts(Duration.ofMillis(idleMillis), Duration.ofMillis(absoluteMillis));
  }

  private static SessionDelta of(Timeouts timeouts) {
    return new SessionDelta(Map.of(), Optional.empty(), Optional.of(timeouts));
  }
}
