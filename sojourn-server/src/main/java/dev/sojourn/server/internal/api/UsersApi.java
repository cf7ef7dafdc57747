package dev.sojourn.server.internal.api;

import dev.sojourn.AsyncSessions;
import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The operations under {@code /v1/users}. */
public final class UsersApi {

  private final AsyncSessions sessions;

  /** The operations on these sessions. */
  public UsersApi(AsyncSessions sessions) {
    this.sessions = sessions;
  }

  /** Lists the user's live sessions: 200, latest access first. */
  public CompletionStage<HttpAnswer> list(HttpCall call) {
    boolean withAttributes = call.query().flag("attributes");
    return sessions.list(call.user()).thenApply(found -> list(found, withAttributes));
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
    return HttpAnswer.json(200, out -> SessionJson.ended(out, ended.count()));
  }

  /** Leaves out a session that cannot be read, so that the others are still listed. */
  private static HttpAnswer list(List<Session> found, boolean withAttributes) {
    List<Session> readable =
        withAttributes ? found.stream().filter(SessionJson::isReadable).toList() : found;
    return HttpAnswer.json(200, out -> SessionJson.list(out, readable, withAttributes));
  }
}
