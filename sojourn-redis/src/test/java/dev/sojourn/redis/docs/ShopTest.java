package dev.sojourn.redis.docs;

// tag::testing[]
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.SizeLimits;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.redis.JsonCodec;
import dev.sojourn.spi.Secrets;
import dev.sojourn.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ShopTest {

  private final MovableClock clock = MovableClock.at(Instant.parse("2026-01-01T08:00:00Z"));
  private final InMemorySessionStore store =
      new InMemorySessionStore(clock, SizeLimits.DEFAULT, Secrets.GRACE);
  private final Shop shop = new Shop(Sessions.over(store, new JsonCodec()).build());

  @Test
  void aVisitorWhoStaysAwayTooLongHasToLogIn() {
    String token = shop.logIn("ada");
    clock.advance(Duration.ofMinutes(29));
    assertThat(shop.greeting(token)).isEqualTo("Hello, ada");
    clock.advance(Duration.ofMinutes(32));
    assertThat(shop.greeting(token)).isEqualTo("Please log in");
  }

  @Test
  void aLogoutEverywhereEndsTheSessionOfEveryDevice() {
    String laptop = shop.logIn("ada");
    String phone = shop.logIn("ada");
    shop.logOutEverywhere("ada");
    assertThat(shop.greeting(laptop)).isEqualTo("Please log in");
    assertThat(shop.greeting(phone)).isEqualTo("Please log in");
  }

  /** The application under test. It is given its sessions, in production those of Redis. */
  private record Shop(Sessions sessions) {

    String logIn(String user) {
      return sessions.create(NewSession.of(user)).orElseThrow().token().reveal();
    }

    String greeting(String token) {
      return SessionToken.parse(token)
          .flatMap(sessions::access)
          .flatMap(Session::user)
          .map(user -> "Hello, " + user)
          .orElse("Please log in");
    }

    void logOutEverywhere(String user) {
      sessions.revokeAll(user, EndReason.LOGOUT);
    }
  }
}
// end::testing[]
