package dev.sojourn.server.internal.api;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.sojourn.AsyncSessions;
import dev.sojourn.Created;
import dev.sojourn.Device;
import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Issued;
import dev.sojourn.LimitReached;
import dev.sojourn.LoggedIn;
import dev.sojourn.Rotated;
import dev.sojourn.Saved;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionToken;
import dev.sojourn.SizeLimits;
import dev.sojourn.TooManyPending;
import dev.sojourn.UnreadableSession;
import dev.sojourn.Written;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The operations under {@code /v1/sessions}. */
public final class SessionsApi {

  /** The same answer for unknown, expired, ended and malformed tokens. */
  private static final HttpAnswer INACTIVE = HttpAnswer.json(200, SessionJson::inactive);

  private static final HttpAnswer NOT_FOUND = HttpAnswer.of(Problem.sessionNotFound());

  private final AsyncSessions sessions;
  private final SizeLimits limits;
  private final RequestObserver observer;

  /** The operations on these sessions, within these limits. */
  public SessionsApi(AsyncSessions sessions, SizeLimits limits, RequestObserver observer) {
    this.sessions = sessions;
    this.limits = limits;
    this.observer = observer;
  }

  /** Creates a session: 201 with its token, or 409 at the user's limit. */
  public CompletionStage<HttpAnswer> create(HttpCall call) {
    return sessions
        .create(RequestParser.creation(call.body(), sessions.timeouts(), limits))
        .thenApply(SessionsApi::created);
  }

  /** Verifies a token: 200 in any case; counts as access unless {@code touch} is false. */
  public CompletionStage<HttpAnswer> verify(HttpCall call) {
    RequestBody body = call.body();
    String rawToken = body.requiredText("token");
    RequestParser.client(body); // only its syntax is checked
    boolean touch = body.flag("touch", true);
    boolean withAttributes = body.flag("attributes", true);
    return token(rawToken)
        .map(token -> touch ? sessions.access(token) : sessions.peek(token))
        .map(found -> found.thenApply(session -> verified(session, withAttributes)))
        .orElseGet(() -> completedFuture(INACTIVE));
  }

  /** Logs a user in to a session: 200 with a new id and token, or 404 for an invalid token. */
  public CompletionStage<HttpAnswer> login(HttpCall call) {
    RequestBody body = call.body();
    String rawToken = body.requiredText("token");
    String user = RequestParser.requiredUser(body);
    Device device = RequestParser.device(body);
    return token(rawToken)
        .map(token -> sessions.login(token, user, device))
        .map(done -> done.thenApply(SessionsApi::loggedIn))
        .orElseGet(() -> completedFuture(NOT_FOUND));
  }

  /** Gives a session a new secret: 200 with the token to use next, or 404 for an invalid token. */
  public CompletionStage<HttpAnswer> rotate(HttpCall call) {
    return token(call.body().requiredText("token"))
        .map(token -> sessions.rotate(token).thenApply(done -> rotated(token, done)))
        .orElseGet(() -> completedFuture(NOT_FOUND));
  }

  /**
   * Logs out the user of a token: 200 with the number of sessions ended, 0 for an invalid token.
   */
  public CompletionStage<HttpAnswer> logout(HttpCall call) {
    RequestBody body = call.body();
    String rawToken = body.requiredText("token");
    String scope = RequestParser.logoutScope(body);
    EndReason reason = RequestParser.reason(body, EndReason.LOGOUT);
    return token(rawToken)
        .map(token -> logout(token, scope, reason).thenApply(UsersApi::ended))
        .orElseGet(() -> completedFuture(UsersApi.ended(0)));
  }

  /** Reads a session without accessing it: 200 or 404. */
  public CompletionStage<HttpAnswer> read(HttpCall call) {
    return sessions.peek(call.id()).thenApply(SessionsApi::found);
  }

  /** Applies a merge patch to a session: 200 with the session as it is now, or 404. */
  public CompletionStage<HttpAnswer> change(HttpCall call) {
    SessionId id = call.id();
    if (RequestParser.changesNothing(call.body())) {
      return sessions.peek(id).thenApply(SessionsApi::found);
    }
    return sessions
        .change(id, RequestParser.changes(call.body(), limits))
        .handle((saved, failure) -> failure == null ? saved(saved) : notSaved(failure));
  }

  /** Revokes a session: 200 with the number of sessions ended. */
  public CompletionStage<HttpAnswer> revoke(HttpCall call) {
    SessionId id = call.id();
    return sessions.revoke(id, reason(call, EndReason.REVOKED)).thenApply(UsersApi::ended);
  }

  /** The reason in the query. */
  static EndReason reason(HttpCall call, EndReason defaultReason) {
    return call.query()
        .text("reason")
        .map(name -> HttpCall.refuseIllegal(() -> new EndReason(name)))
        .orElse(defaultReason);
  }

  private CompletionStage<Ended> logout(SessionToken token, String scope, EndReason reason) {
    return switch (scope) {
      case "others" -> sessions.logoutOthers(token, reason);
      case "all" -> sessions.logoutEverywhere(token, reason);
      default -> sessions.logout(token, reason);
    };
  }

  private Optional<SessionToken> token(String rawToken) {
    Optional<SessionToken> token = SessionToken.parse(rawToken);
    if (token.isEmpty()) {
      observer.malformedToken();
    }
    return token;
  }

  private static HttpAnswer created(Created created) {
    if (created instanceof Issued issued) {
      return HttpAnswer.json(201, out -> SessionJson.issued(out, issued))
          .with("Location", "/v1/sessions/" + issued.session().id().value());
    }
    return limitReached((LimitReached) created);
  }

  private static HttpAnswer verified(Optional<Session> found, boolean withAttributes) {
    if (found.isEmpty()) {
      return INACTIVE;
    }
    try {
      return HttpAnswer.json(200, out -> SessionJson.active(out, found.get(), withAttributes));
    } catch (UnreadableSession e) {
      return INACTIVE;
    }
  }

  private static HttpAnswer loggedIn(LoggedIn loggedIn) {
    if (loggedIn instanceof Issued issued) {
      return HttpAnswer.json(200, out -> SessionJson.issued(out, issued));
    }
    return loggedIn instanceof LimitReached reached ? limitReached(reached) : NOT_FOUND;
  }

  private static HttpAnswer rotated(SessionToken current, Rotated rotated) {
    if (rotated instanceof Issued issued) {
      return HttpAnswer.json(200, out -> SessionJson.issued(out, issued));
    }
    return rotated instanceof TooManyPending tooManyPending
        ? HttpAnswer.json(200, out -> SessionJson.issued(out, current, tooManyPending.session()))
        : NOT_FOUND;
  }

  private static HttpAnswer found(Optional<Session> found) {
    return found.map(SessionsApi::session).orElse(NOT_FOUND);
  }

  private static HttpAnswer saved(Saved saved) {
    return saved instanceof Written written ? session(written.session()) : NOT_FOUND;
  }

  /** Another writer has stored a value that is not JSON, so the patch cannot be merged into it. */
  private static HttpAnswer notSaved(Throwable failure) {
    if (FailureMapper.cause(failure) instanceof IllegalArgumentException) {
      return NOT_FOUND;
    }
    throw new CompletionException(FailureMapper.cause(failure));
  }

  private static HttpAnswer session(Session session) {
    return HttpAnswer.json(200, out -> SessionJson.session(out, session, true));
  }

  private static HttpAnswer limitReached(LimitReached reached) {
    return HttpAnswer.of(Problem.sessionLimit(reached.limit().most()));
  }
}
