package dev.sojourn.redis.internal.layout;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.Secrets.Replaced;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The header of a stored session: its bookkeeping, which has the same members in every layout,
 * under readable or compact names ({@link Naming}):
 *
 * <pre>
 * secret       1:&lt;last four of the id&gt;:&lt;hash&gt;     user_id      whose session, if any
 * version      raised by each change              device       the label, if any
 * last_access  milliseconds                       address      the client's network, if any
 * created_at   milliseconds                       pending      hashes, separated by spaces
 * idle         milliseconds                       siblings     hashes, separated by spaces
 * absolute     milliseconds                       replaced     &lt;hash&gt; &lt;end of grace&gt;
 * </pre>
 *
 * <p>The secret begins with the version of the format; a record of an unknown version is not
 * changed. The four characters of the id detect a reply that belongs to another session.
 */
public final class RecordHeader {

  static final String SECRET = "secret";
  static final String ATTRIBUTES = "attributes";
  static final String SHORT_NAMES = "short_names";

  /** Names reserved for members, some for later; attributes with such a name are escaped. */
  static final Set<String> NAMES =
      Set.of(
          SECRET,
          "version",
          "last_access",
          "created_at",
          "idle",
          "absolute",
          "user_id",
          "device",
          "address",
          "pending",
          "siblings",
          "replaced",
          "browser",
          "system");

  private static final String FORMAT = "1:";
  private static final int TAIL = 4;
  private static final int HASH_FROM = FORMAT.length() + TAIL + 1;

  private RecordHeader() {}

  /** The {@code secret} member: format version, last characters of the id, hash. */
  public static String secret(SessionId id, SecretHash hash) {
    return FORMAT + tail(id) + ':' + hash.text();
  }

  /** The members of a session without its times, in the order of a document. */
  static Map<String, String> members(SessionRecord record, Naming naming) {
    Secrets secrets = record.secrets();
    Map<String, String> members = new LinkedHashMap<>();
    members.put(SECRET, secret(record.id(), secrets.current()));
    members.put("version", Long.toString(record.version()));
    members.put("idle", Long.toString(record.timeouts().idle().toMillis()));
    members.put("absolute", Long.toString(record.timeouts().absolute().toMillis()));
    record.user().ifPresent(user -> members.put("user_id", user));
    record.device().label().ifPresent(label -> members.put("device", label));
    record.device().address().ifPresent(address -> members.put("address", address));
    text(secrets.pending()).ifPresent(hashes -> members.put("pending", hashes));
    text(secrets.siblings()).ifPresent(hashes -> members.put("siblings", hashes));
    secrets.replaced().ifPresent(replaced -> members.put("replaced", text(replaced)));
    if (!naming.names().isEmpty()) {
      members.put(SHORT_NAMES, naming.names().id());
    }
    return members;
  }

  /**
   * The members of which every write changes at least one: secret, version, last access, pending,
   * siblings, replaced; an empty text where the session has none.
   */
  public static List<String> fingerprint(SessionRecord record) {
    Map<String, String> members = members(record, Naming.READABLE);
    return List.of(
        members.getOrDefault(SECRET, ""),
        members.getOrDefault("version", ""),
        Long.toString(record.lastAccessAt().toEpochMilli()),
        members.getOrDefault("pending", ""),
        members.getOrDefault("siblings", ""),
        members.getOrDefault("replaced", ""));
  }

  /** Decodes a session from its members, or says why there is none. */
  static StoredSession decode(
      SessionId id,
      Naming naming,
      Map<String, String> members,
      Map<String, EncodedValue> attributes) {
    String secret = members.get(SECRET);
    if (secret == null) {
      return new StoredSession.Unreadable("no secret");
    }
    if (!secret.startsWith(FORMAT)) {
      return new StoredSession.Unreadable("an unknown format, perhaps of a newer version");
    }
    if (!secret.startsWith(tail(id) + ':', FORMAT.length())) {
      return new StoredSession.Misrouted();
    }
    try {
      return new StoredSession.Decoded(record(id, members, attributes), naming);
    } catch (RuntimeException e) { // damaged data costs this one session, not the request
      return new StoredSession.Unreadable("a damaged record: " + e.getClass().getSimpleName());
    }
  }

  private static SessionRecord record(
      SessionId id, Map<String, String> members, Map<String, EncodedValue> attributes) {
    return new SessionRecord(
        id,
        Optional.ofNullable(members.get("user_id")),
        instant(members.get("created_at")),
        instant(members.get("last_access")),
        new Timeouts(duration(members.get("idle")), duration(members.get("absolute"))),
        secrets(members),
        number(members.get("version")),
        new Device(
            Optional.ofNullable(members.get("device")),
            Optional.ofNullable(members.get("address"))),
        attributes);
  }

  private static Secrets secrets(Map<String, String> members) {
    return new Secrets(
        new SecretHash(Objects.requireNonNull(members.get(SECRET)).substring(HASH_FROM)),
        hashes(members.get("pending")),
        hashes(members.get("siblings")),
        Optional.ofNullable(members.get("replaced")).map(RecordHeader::replaced));
  }

  private static Optional<String> text(List<SecretHash> hashes) {
    return hashes.isEmpty()
        ? Optional.empty()
        : Optional.of(hashes.stream().map(SecretHash::text).collect(Collectors.joining(" ")));
  }

  private static String text(Replaced replaced) {
    return replaced.hash().text() + ' ' + replaced.until().toEpochMilli();
  }

  private static List<SecretHash> hashes(@Nullable String text) {
    return text == null ? List.of() : Stream.of(text.split(" ")).map(SecretHash::new).toList();
  }

  private static Replaced replaced(String text) {
    int space = text.indexOf(' ');
    return new Replaced(
        new SecretHash(text.substring(0, space)), instant(text.substring(space + 1)));
  }

  private static Instant instant(@Nullable String millis) {
    return Instant.ofEpochMilli(number(millis));
  }

  private static Duration duration(@Nullable String millis) {
    return Duration.ofMillis(number(millis));
  }

  private static long number(@Nullable String text) {
    long number = Long.parseLong(Objects.requireNonNull(text));
    if (number < 0 || !Long.toString(number).equals(text)) {
      throw new IllegalArgumentException("negative, or not in canonical form");
    }
    return number;
  }

  private static String tail(SessionId id) {
    return id.value().substring(id.value().length() - TAIL);
  }
}
