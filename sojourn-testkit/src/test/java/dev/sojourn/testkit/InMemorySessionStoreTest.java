package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.spi.Accessed.Live;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The store in memory keeps the contract, and to the millisecond, as its model should. */
final class InMemorySessionStoreTest extends SessionStoreContract {

  private static final Duration MOMENT = Duration.ofMillis(1);

  @Override
  protected StoreSubject open() {
    return new InMemorySubject();
  }

  @Test
  void aSessionEndsAtTheMomentOfItsIdleDeadline() {
    Visit visit = Sample.of("ada").idle(1000).in(store());
    advance(1049);
    assertThat(visit.isLive()).isTrue();
    advance(1);
    assertThat(visit.isLive()).isFalse();
  }

  @Test
  void aSessionEndsAtTheMomentOfItsAbsoluteDeadline() {
    Timeouts second = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
    Visit visit = Sample.of("ada").timeouts(second).in(store());
    advance(999);
    assertThat(visit.access()).isInstanceOf(Live.class);
    advance(1);
    assertThat(visit.isLive()).isFalse();
  }

  @Test
  void aTouchIsDueAtTheMomentItsIntervalIsOver() {
    Visit visit = Sample.of("ada").idle(1000).in(store());
    SessionRecord created = visit.record();
    advance(49);
    assertThat(visit.access()).isEqualTo(new Live(created));
    advance(1);
    assertThat(visit.access())
        .isEqualTo(new Live(created.touchedAt(created.createdAt().plusMillis(50))));
  }

  @Test
  void aReplacedSecretIsGoodToTheLastMomentOfItsGrace() {
    Visit old = logIn("ada");
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
    Visit visit = logIn("ada");
    store().close();
    assertThat(visit.isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }
}
