package dev.sojourn;

import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.SessionRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;

/**
 * The audit log: one line per event of a session, named as in OWASP's logging vocabulary. Sessions
 * appear by id, never by token. A user id has no control characters, so it cannot break a line.
 */
final class Audit {

  private static final Logger LOG = System.getLogger("dev.sojourn.audit");

  private Audit() {}

  static void created(SessionRecord record) {
    log(Level.DEBUG, "session_created", record.id());
  }

  static void loggedIn(SessionId old, SessionRecord record) {
    LOG.log(Level.DEBUG, "session_renewed session={0} was={1}", record.id(), old);
  }

  static void rotated(SessionId id) {
    log(Level.DEBUG, "authn_token_created", id);
  }

  /** Logs what ended, if anything did, and returns it. */
  static Ended revoked(SessionId id, Ended ended, EndReason reason) {
    if (ended.count() > 0) {
      LOG.log(
          level(ended),
          "session_ended session={0} reason={1}{2}",
          id,
          reason.name(),
          confirmed(ended));
    }
    return ended;
  }

  /** Logs what ended, and returns it. */
  static Ended revokedAll(String user, Ended ended, EndReason reason) {
    LOG.log(
        level(ended),
        "sessions_ended user={0} count={1} reason={2}{3}",
        user,
        "" + ended.count(),
        reason.name(),
        confirmed(ended));
    return ended;
  }

  private static Level level(Ended ended) {
    return ended.isCertain() ? Level.INFO : Level.WARNING;
  }

  /** The replicas that confirmed, of those required; empty where none was required. */
  private static String confirmed(Ended ended) {
    return ended.asked().equals(Durability.PRIMARY)
        ? ""
        : " replicas=" + ended.replicas() + "/" + ended.asked().replicas();
  }

  static void limitReached(String user, SessionsPerUser limit) {
    LOG.log(Level.WARNING, "excess_sessions_exceeded user={0} most={1}", user, "" + limit.most());
  }

  static void displaced(String user, List<SessionId> ids) {
    LOG.log(Level.WARNING, "excess_sessions_exceeded user={0} ended={1}", user, ids);
  }

  static void refused(SessionId id, Refusal why) {
    String event = why == Refusal.STOLEN ? "authn_token_reuse" : "session_refused";
    LOG.log(
        why == Refusal.UNKNOWN ? Level.DEBUG : Level.WARNING,
        "{0} session={1} why={2}",
        event,
        id,
        why.name().toLowerCase(Locale.ROOT));
  }

  private static void log(Level level, String event, SessionId id) {
    LOG.log(level, "{0} session={1}", event, id);
  }
}
