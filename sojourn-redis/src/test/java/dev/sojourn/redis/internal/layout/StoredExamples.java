package dev.sojourn.redis.internal.layout;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.Secrets.Replaced;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session with every member set, for tests of its stored form. */
final class StoredExamples {

  static final SessionId ID = new SessionId("AAAAAAAAAAAAAAAAAAAAAA");
  static final SecretHash ONE = new SecretHash("A".repeat(43));
  static final SecretHash TWO = new SecretHash("B".repeat(42) + "A");
  static final SecretHash THREE = new SecretHash("C".repeat(42) + "A");
  static final SecretHash FOUR = new SecretHash("D".repeat(42) + "A");

  private StoredExamples() {}

  /** The session with these attributes. */
  static SessionRecord full(Map<String, EncodedValue> attributes) {
    return new SessionRecord(
        ID,
        Optional.of("ada"),
        Instant.ofEpochMilli(1_764_007_200_123L),
        Instant.ofEpochMilli(1_764_007_200_456L),
        new Timeouts(Duration.ofMinutes(30), Duration.ofHours(12)),
        new Secrets(
            ONE,
            List.of(TWO, THREE),
            List.of(FOUR),
            Optional.of(new Replaced(FOUR, Instant.ofEpochMilli(1_764_007_200_400L)))),
        7,
        new Device(Optional.of("Ada's \"laptop\""), Optional.of("203.0.113.0/24")),
        attributes);
  }

  /** A new session with these attributes and nothing else. */
  static SessionDraft draft(Map<String, EncodedValue> attributes) {
    return new SessionDraft(
        ID, ONE, Optional.empty(), Timeouts.DEFAULT, Device.UNKNOWN, attributes);
  }

  /** The members of its header. */
  static Map<String, String> head() {
    return Map.ofEntries(
        Map.entry("secret", "1:AAAA:" + ONE.text()),
        Map.entry("version", "7"),
        Map.entry("last_access", "1764007200456"),
        Map.entry("created_at", "1764007200123"),
        Map.entry("idle", "1800000"),
        Map.entry("absolute", "43200000"),
        Map.entry("user_id", "ada"),
        Map.entry("device", "Ada's \"laptop\""),
        Map.entry("address", "203.0.113.0/24"),
        Map.entry("pending", TWO.text() + " " + THREE.text()),
        Map.entry("siblings", FOUR.text()),
        Map.entry("replaced", FOUR.text() + " 1764007200400"));
  }
}
