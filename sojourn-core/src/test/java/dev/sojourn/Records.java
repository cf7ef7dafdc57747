package dev.sojourn;

import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Stored sessions for tests. */
public final class Records {

  public static final Instant CREATED = Instant.parse("2025-01-01T00:00:00Z");
  static final SecretHash SECRET = new SecretHash("A".repeat(43));

  private Records() {}

  /** A session of Ada's with these attributes. */
  public static SessionRecord with(Map<String, EncodedValue> attributes) {
    return record(Timeouts.DEFAULT, attributes);
  }

  /** A session of Ada's with idle and absolute timeouts in seconds. */
  public static SessionRecord living(long idleSeconds, long absoluteSeconds) {
    return record(
        new Timeouts(Duration.ofSeconds(idleSeconds), Duration.ofSeconds(absoluteSeconds)),
        Map.of());
  }

  private static SessionRecord record(Timeouts timeouts, Map<String, EncodedValue> attributes) {
    return new SessionRecord(
        new SessionId("AAECAwQFBgcICQoLDA0ODw"),
        Optional.of("ada"),
        CREATED,
        CREATED,
        timeouts,
        Secrets.of(SECRET),
        7,
        new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24")),
        attributes);
  }
}
