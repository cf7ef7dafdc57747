package dev.sojourn.redis.rig;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sessions on a server at an instant, from reads that promote no secret and slide no deadline.
 *
 * @param sessions the live sessions
 * @param ttlMillis the time to live of each
 * @param strays live sessions that are missing in their user's index
 */
public record ObservedData(
    Map<SessionId, SessionRecord> sessions, Map<SessionId, Long> ttlMillis, Set<SessionId> strays) {

  public static ObservedData in(RespClient admin, SessionStore store) {
    Map<SessionId, SessionRecord> sessions = new HashMap<>();
    Map<SessionId, Long> ttls = new HashMap<>();
    for (String key : admin.texts("KEYS", "session:*")) {
      if (key.endsWith(":moved")) {
        continue;
      }
      Await.of(store.read(id(key)))
          .ifPresent(
              record -> {
                sessions.put(record.id(), record);
                ttls.put(record.id(), admin.number("PTTL", key));
              });
    }
    return new ObservedData(sessions, ttls, strays(sessions, store));
  }

  /** The ids of the live sessions. */
  public Set<SessionId> ids() {
    return sessions.keySet();
  }

  /** The current and pending secrets, which up-to-date clients present. */
  public static Set<String> shownNow(SessionRecord record) {
    Secrets secrets = record.secrets();
    return Stream.concat(Stream.of(secrets.current()), secrets.pending().stream())
        .map(hash -> hash.text())
        .collect(Collectors.toSet());
  }

  /** All valid secrets, including those within their grace. */
  public static Set<String> accepted(SessionRecord record) {
    Set<String> all = new HashSet<>(shownNow(record));
    record.secrets().siblings().forEach(hash -> all.add(hash.text()));
    record.secrets().replaced().ifPresent(replaced -> all.add(replaced.hash().text()));
    return all;
  }

  public static Optional<EncodedValue> attribute(SessionRecord record, String name) {
    return Optional.ofNullable(record.attributes().get(name));
  }

  private static Set<SessionId> strays(Map<SessionId, SessionRecord> sessions, SessionStore store) {
    Set<SessionId> strays = new HashSet<>(sessions.keySet());
    sessions.values().stream()
        .flatMap(record -> record.user().stream())
        .distinct()
        .flatMap(user -> Await.of(store.list(user)).stream())
        .forEach(record -> strays.remove(record.id()));
    strays.removeIf(id -> sessions.get(id).user().isEmpty());
    return strays;
  }

  /** {@code session:<id>} or {@code session:{tag}<id>}. */
  private static SessionId id(String key) {
    return new SessionId(key.substring("session:".length()).replace("{", "").replace("}", "~"));
  }
}
