package dev.sojourn.memory;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.spi.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where sessions went at a login, for a minute: so that a login whose answer was lost can be
 * repeated with the old token by the same user. Not thread-safe.
 */
final class MovedSessions {

  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private final Map<SessionId, Moved> byOldId = new HashMap<>();

  private record Moved(SessionId to, SecretHash shown, String user, Instant until) {}

  void put(SessionId old, SecretHash shown, Login login, Instant now) {
    byOldId.values().removeIf(moved -> now.isAfter(moved.until()));
    byOldId.put(old, new Moved(login.id(), shown, login.user(), now.plus(REMEMBERED)));
  }

  /** The new id, for the same secret and the same user. */
  Optional<SessionId> find(SessionId old, SecretHash shown, String user, Instant now) {
    return Optional.ofNullable(byOldId.get(old))
        .filter(moved -> !now.isAfter(moved.until()))
        .filter(moved -> moved.shown().matches(shown) && moved.user().equals(user))
        .map(Moved::to);
  }
}
