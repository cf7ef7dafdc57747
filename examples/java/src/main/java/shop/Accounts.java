package shop;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.Written;
import java.util.List;
import java.util.Optional;

/** What a shop does with sessions: log in, use the session in a request, list devices, log out. */
final class Accounts {

  private final Sessions sessions;

  Accounts(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Call it once the password has been checked. The token is for the client's cookie alone. */
  String login(String user, String device) {
    return sessions.create(NewSession.of(user).on(device)).orElseThrow().token().reveal();
  }

  /** The session of a request; empty if the token is unknown, expired, logged out or forged. */
  Optional<Session> session(String token) {
    return SessionToken.parse(token).flatMap(sessions::access);
  }

  /** A request that changes the session. Empty if the session ended in the meantime. */
  Optional<Integer> putIntoCart(Session session, int items) {
    session.edit("items", Integer.class, old -> Optional.of(old.orElse(0) + items));
    return sessions.save(session) instanceof Written written
        ? written.session().get("items", Integer.class)
        : Optional.empty();
  }

  List<String> devices(String user) {
    return sessions.list(user).stream()
        .map(session -> session.device().label().orElse("unknown device"))
        .sorted()
        .toList();
  }

  /** Ends the session of the token. An id is no secret, so the token is checked first. */
  boolean logout(String token) {
    return session(token)
        .map(session -> sessions.revoke(session, EndReason.LOGOUT).count() > 0)
        .orElse(false);
  }

  int logoutEverywhere(String user) {
    return sessions.revokeAll(user, EndReason.LOGOUT).count();
  }
}
