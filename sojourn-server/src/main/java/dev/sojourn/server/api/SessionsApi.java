package dev.sojourn.server.api;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.sojourn.AsyncSessions;
import dev.sojourn.Authenticated;
import dev.sojourn.Created;
import dev.sojourn.Device;
import dev.sojourn.EndReason;
import dev.sojourn.Kept;
import dev.sojourn.LimitReached;
import dev.sojourn.Limits;
import dev.sojourn.Opened;
import dev.sojourn.Rotated;
import dev.sojourn.Saved;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionToken;
import dev.sojourn.UnreadableSession;
import dev.sojourn.Written;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The calls under {@code /v1/sessions}. */
public final class SessionsApi {

  /** One and the same for unknown, expired, ended and malformed tokens. */
  private static final Answer INACTIVE = Answer.json(200, Shapes::inactive);

  private static final Answer NOT_FOUND = Answer.of(Problem.sessionNotFound());

  private final AsyncSessions sessions;
  private final Limits limits;
  private final Observer observer;

  /** The calls over those sessions, which may hold so much. */
  public SessionsApi(AsyncSessions sessions, Limits limits, Observer observer) {
    this.sessions = sessions;
    this.limits = limits;
    this.observer = observer;
  }

  /** Begins a session: 201 with its token, or 409 at the user's limit. */
  public CompletionStage<Answer> create(Call call) {
    return sessions
        .create(Asked.creation(call.body(), sessions.timeouts(), limits))
        .thenApply(SessionsApi::created);
  }

  /** Says what a token opens: 200 in any case, and slides unless only a look is asked for. */
  public CompletionStage<Answer> verify(Call call) {
    Body body = call.body();
    String shown = body.requiredText("token");
    Asked.client(body); // checked here, compared with the session's own when that is built
    boolean touch = body.flag("touch", true);
    boolean withAttributes = body.flag("attributes", true);
    return token(shown)
        .map(token -> touch ? sessions.access(token) : sessions.peek(token))
        .map(found -> found.thenApply(session -> verified(session, withAttributes)))
        .orElseGet(() -> completedFuture(INACTIVE));
  }

  /** Somebody logged in: 200 with a new token for a new id, 404 for a token that opens nothing. */
  public CompletionStage<Answer> authenticate(Call call) {
    Body body = call.body();
    String shown = body.requiredText("token");
    String user = Asked.requiredUser(body);
    Device device = Asked.device(body);
    return token(shown)
        .map(token -> sessions.authenticate(token, user, device))
        .map(done -> done.thenApply(SessionsApi::authenticated))
        .orElseGet(() -> completedFuture(NOT_FOUND));
  }

  /** Gives a session another secret: 200 with the token to show next, 404 as above. */
  public CompletionStage<Answer> rotate(Call call) {
    return token(call.body().requiredText("token"))
        .map(token -> sessions.rotate(token).thenApply(done -> rotated(token, done)))
        .orElseGet(() -> completedFuture(NOT_FOUND));
  }

  /** Looks at a session: 200 or 404. */
  public CompletionStage<Answer> read(Call call) {
    return sessions.peek(call.id()).thenApply(SessionsApi::found);
  }

  /** Changes a session by a merge patch: 200 with it as it is now, or 404. */
  public CompletionStage<Answer> change(Call call) {
    SessionId id = call.id();
    if (Asked.changesNothing(call.body())) {
      return sessions.peek(id).thenApply(SessionsApi::found);
    }
    return sessions
        .change(id, Asked.changes(call.body(), limits))
        .handle((saved, failure) -> failure == null ? saved(saved) : unsaved(failure));
  }

  /** Ends a session: 200 with how many were ended. */
  public CompletionStage<Answer> end(Call call) {
    SessionId id = call.id();
    return sessions.revoke(id, reason(call, EndReason.REVOKED)).thenApply(UsersApi::ended);
  }

  /** The reason that the query gives. */
  static EndReason reason(Call call, EndReason otherwise) {
    return call.query()
        .text("reason")
        .map(name -> Call.refuseIllegal(() -> new EndReason(name)))
        .orElse(otherwise);
  }

  private Optional<SessionToken> token(String shown) {
    Optional<SessionToken> token = SessionToken.parse(shown);
    if (token.isEmpty()) {
      observer.malformedToken();
    }
    return token;
  }

  private static Answer created(Created created) {
    if (created instanceof Opened opened) {
      return Answer.json(201, out -> Shapes.opened(out, opened))
          .with("Location", "/v1/sessions/" + opened.session().id().value());
    }
    return limitReached((LimitReached) created);
  }

  private static Answer verified(Optional<Session> found, boolean withAttributes) {
    if (found.isEmpty()) {
      return INACTIVE;
    }
    try {
      return Answer.json(200, out -> Shapes.active(out, found.get(), withAttributes));
    } catch (UnreadableSession e) {
      return INACTIVE;
    }
  }

  private static Answer authenticated(Authenticated authenticated) {
    if (authenticated instanceof Opened opened) {
      return Answer.json(200, out -> Shapes.opened(out, opened));
    }
    return authenticated instanceof LimitReached reached ? limitReached(reached) : NOT_FOUND;
  }

  private static Answer rotated(SessionToken shown, Rotated rotated) {
    if (rotated instanceof Opened opened) {
      return Answer.json(200, out -> Shapes.opened(out, opened));
    }
    return rotated instanceof Kept kept
        ? Answer.json(200, out -> Shapes.opened(out, shown, kept.session()))
        : NOT_FOUND;
  }

  private static Answer found(Optional<Session> found) {
    return found.map(SessionsApi::session).orElse(NOT_FOUND);
  }

  private static Answer saved(Saved saved) {
    return saved instanceof Written written ? session(written.session()) : NOT_FOUND;
  }

  /** An old value that is no JSON cannot be merged with: others put it there. */
  private static Answer unsaved(Throwable failure) {
    if (Failures.cause(failure) instanceof IllegalArgumentException) {
      return NOT_FOUND;
    }
    throw new CompletionException(Failures.cause(failure));
  }

  private static Answer session(Session session) {
    return Answer.json(200, out -> Shapes.session(out, session, true));
  }

  private static Answer limitReached(LimitReached reached) {
    return Answer.of(Problem.sessionLimit(reached.limit().most()));
  }
}
