package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Timeouts;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.InMemorySubject;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.StoreSubject;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The in-memory store keeps the contract, and its deadlines to the millisecond. */
final class InMemorySessionStoreTest extends SessionStoreContract {

  private static final Duration MOMENT = Duration.ofMillis(1);

  @Override
  protected StoreSubject open() {
    return new InMemorySubject();
  }

  @Test
  void aSessionEndsAtTheMomentOfItsIdleDeadline() {
    TestClient client = Sample.of("ada").idle(1000).in(store());
    advance(1049);
    assertThat(client.isLive()).isTrue();
    advance(1);
    assertThat(client.isLive()).isFalse();
  }

  @Test
  void aSessionEndsAtTheMomentOfItsAbsoluteDeadline() {
    Timeouts second = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
    TestClient client = Sample.of("ada").timeouts(second).in(store());
    advance(999);
    assertThat(client.access()).isInstanceOf(Live.class);
    advance(1);
    assertThat(client.isLive()).isFalse();
  }

  @Test
  void aTouchIsDueAtTheMomentItsIntervalIsOver() {
    TestClient client = Sample.of("ada").idle(1000).in(store());
    SessionRecord created = client.record();
    advance(49);
    assertThat(client.access()).isEqualTo(new Live(created));
    advance(1);
    assertThat(client.access())
        .isEqualTo(new Live(created.touchedAt(created.createdAt().plusMillis(50))));
  }

  @Test
  void aReplacedSecretIsGoodToTheLastMomentOfItsGrace() {
    TestClient old = logIn("ada");
    assertThat(old.rotated().access()).isInstanceOf(Live.class);
    subject().advance(subject().grace());
    assertThat(old.access()).isInstanceOf(Live.class);
    subject().advance(MOMENT);
    assertThat(old.access()).isNotInstanceOf(Live.class);
  }

  @Test
  void aStoreOfOnesOwnGoesByTheSystemsClock() {
    Instant before = Instant.now().minus(MOMENT);
    try (InMemorySessionStore own = new InMemorySessionStore()) {
      SessionRecord record = Sample.of("ada").in(own).record();
      assertThat(record.createdAt()).isBetween(before, Instant.now());
      assertThat(record.createdAt()).isEqualTo(record.createdAt().truncatedTo(ChronoUnit.MILLIS));
    }
  }

  @Test
  void aClosedStoreHasForgottenEverything() {
    TestClient client = logIn("ada");
    store().close();
    assertThat(client.isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }
}
