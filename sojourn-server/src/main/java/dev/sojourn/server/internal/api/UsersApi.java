package dev.sojourn.server.internal.api;

import dev.sojourn.AsyncSessions;
import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionPage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The operations under {@code /v1/users}. */
public final class UsersApi {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 5_000;

  private final AsyncSessions sessions;

  /** The operations on these sessions. */
  public UsersApi(AsyncSessions sessions) {
    this.sessions = sessions;
  }

  /** Lists the user's live sessions: 200, latest access first, and how many there are. */
  public CompletionStage<HttpAnswer> list(HttpCall call) {
    boolean withAttributes = call.query().flag("attributes");
    int limit = call.query().number("limit", DEFAULT_LIMIT, MAX_LIMIT);
    return withAttributes
        ? sessions.list(call.user(), limit).thenApply(UsersApi::sessions)
        : sessions.summaries(call.user(), limit).thenApply(UsersApi::summaries);
  }

  /** Revokes a session if it is the user's: 200 with the number of sessions ended. */
  public CompletionStage<HttpAnswer> revoke(HttpCall call) {
    EndReason reason = SessionsApi.reason(call, EndReason.REVOKED);
    return sessions.revoke(call.user(), call.id(), reason).thenApply(UsersApi::ended);
  }

  /** Revokes all sessions of the user, or all but one: 200 with the number of sessions ended. */
  public CompletionStage<HttpAnswer> revokeAll(HttpCall call) {
    String user = call.user();
    EndReason reason = SessionsApi.reason(call, EndReason.REVOKED);
    Optional<SessionId> except = call.query().text("except").map(HttpCall::id);
    return except
        .map(id -> sessions.revokeOthers(user, id, reason))
        .orElseGet(() -> sessions.revokeAll(user, reason))
        .thenApply(UsersApi::ended);
  }

  static HttpAnswer ended(Ended ended) {
    return ended(ended.count());
  }

  static HttpAnswer ended(int count) {
    return HttpAnswer.json(200, out -> SessionJson.ended(out, count));
  }

  private static HttpAnswer summaries(SessionPage<Session.Summary> page) {
    return HttpAnswer.json(
        200, out -> SessionJson.list(out, page, session -> SessionJson.summary(out, session)));
  }

  /** Leaves out a session that cannot be read, so that the others are still listed. */
  private static HttpAnswer sessions(SessionPage<Session> page) {
    List<Session> readable = page.sessions().stream().filter(SessionJson::isReadable).toList();
    return HttpAnswer.json(
        200,
        out ->
            SessionJson.list(
                out,
                new SessionPage<>(readable, page.total()),
                session -> SessionJson.session(out, session, true)));
  }
}
