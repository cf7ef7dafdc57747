package dev.sojourn.redis.rig;

import dev.sojourn.Client;
import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls every operation once, also on sessions that do not exist. */
public final class RoundOfVerbs {

  private RoundOfVerbs() {}

  /** Runs the round for a user id, which may have any characters. */
  public static void ofAllVerbs(Sessions sessions, String user) {
    Issued guest = sessions.create(NewSession.anonymous().with("cart", "full")).orElseThrow();
    Issued issued = (Issued) sessions.login(guest.token(), user);
    issued = (Issued) sessions.login(issued.token(), user);
    change(sessions, issued.session());
    SessionToken token = rotate(sessions, issued.token());
    sessions.create(NewSession.of(user).on("phone").from(Client.at("203.0.113.7")));
    sessions.create(NewSession.of(user));
    sessions.list(user);
    sessions.revokeOthers(user, token.id(), EndReason.REVOKED);
    sessions.revoke(token.id(), EndReason.LOGOUT);
    sessions.create(NewSession.of(user));
    sessions.revokeAll(user, EndReason.LOGOUT);
    onOneThatHasEnded(sessions, issued, user);
  }

  private static void change(Sessions sessions, Session session) {
    sessions.save(session.set("role", "admin").label("laptop"));
    sessions.change(session.id(), changes -> changes.remove("role"));
    sessions.change(
        session.id(),
        changes -> changes.edit("count", Integer.class, count -> Optional.of(count.orElse(0) + 1)));
    sessions.change(session.id(), changes -> changes.set("tree", Map.of("n", 1, "all", List.of())));
    sessions.change(
        session.id(),
        changes ->
            changes
                .at("tree.n")
                .increment(1)
                .at("tree.all")
                .append("x")
                .at("tree[\"') $..*\"]")
                .set("y")
                .at("other")
                .merge(Map.of("a", 1)));
    sessions.change(session.id(), changes -> changes.at("other").merge(Map.of("b", 2)));
    sessions.change(session.id(), changes -> changes.at("tree.n").remove());
    sessions.change(
        session.id(),
        changes -> changes.timeouts(new Timeouts(Duration.ofMinutes(5), Duration.ofHours(1))));
  }

  private static SessionToken rotate(Sessions sessions, SessionToken token) {
    SessionToken next = ((Issued) sessions.rotate(token)).token();
    sessions.access(next);
    sessions.access(token);
    sessions.peek(next);
    return next;
  }

  private static void onOneThatHasEnded(Sessions sessions, Issued gone, String user) {
    sessions.access(gone.token());
    sessions.peek(gone.session().id());
    sessions.save(gone.session().set("late", "write"));
    sessions.rotate(gone.token());
    sessions.login(gone.token(), user);
    sessions.revoke(gone.session(), EndReason.LOGOUT);
    sessions.list(user);
    sessions.revokeAll(user, EndReason.LOGOUT);
  }
}
