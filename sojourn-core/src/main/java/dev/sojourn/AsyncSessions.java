package dev.sojourn;

import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.AttributeCodec;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Non-blocking entry point, for event-loop servers: the methods of {@link Sessions}, each returning
 * a stage. A stage fails with what the blocking method throws; an invalid argument is thrown at
 * once. Stages complete on a thread of the store, which must not be blocked. Thread-safe.
 */
public final class AsyncSessions {

  private final SessionStore store;
  private final AttributeCodec codec;
  private final Timeouts timeouts;
  private final SessionsPerUser limit;
  private final RandomGenerator random;
  private final Durability durability;

  AsyncSessions(
      SessionStore store,
      AttributeCodec codec,
      Timeouts timeouts,
      SessionsPerUser limit,
      RandomGenerator random,
      Durability durability) {
    this.store = store;
    this.codec = codec;
    this.timeouts = timeouts;
    this.limit = limit;
    this.random = random;
    this.durability = durability;
  }

  /** See {@link Sessions#with}. */
  public AsyncSessions with(Durability other) {
    return new AsyncSessions(store, codec, timeouts, limit, random, other);
  }

  /** The timeouts of a session that sets none of its own. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** See {@link Sessions#create}. */
  public CompletionStage<Created> create(NewSession session) {
    SessionToken token = newToken(session.user());
    SessionDraft draft =
        new SessionDraft(
            token.id(),
            token.secretHash(),
            session.user(),
            session.timeouts(timeouts),
            session.device(),
            Changes.encoded(codec, session.attributes()));
    return store.create(draft, limit).thenApply(answer -> created(answer, token, session.user()));
  }

  /** See {@link Sessions#access}. */
  public CompletionStage<Optional<Session>> access(SessionToken token) {
    return store.access(token.id(), token.secretHash()).thenApply(answer -> live(token, answer));
  }

  /** See {@link Sessions#peek(SessionToken)}. */
  public CompletionStage<Optional<Session>> peek(SessionToken token) {
    return store.peek(token.id(), token.secretHash()).thenApply(answer -> live(token, answer));
  }

  /** See {@link Sessions#peek(SessionId)}. */
  public CompletionStage<Optional<Session>> peek(SessionId id) {
    return store.read(id).thenApply(found -> found.map(this::view));
  }

  /** See {@link Sessions#save}. */
  public CompletionStage<Saved> save(Session session) {
    SessionDelta delta = session.changes();
    return saved(
        delta.isEmpty() ? store.read(session.id()) : store.change(session.stored(), delta));
  }

  /** See {@link Sessions#change}. */
  public CompletionStage<Saved> change(SessionId id, Consumer<Changes> changes) {
    Changes collected = new Changes(codec);
    changes.accept(collected);
    SessionDelta delta = collected.delta();
    return saved(delta.isEmpty() ? store.read(id) : store.change(id, delta));
  }

  /** See {@link Sessions#login(SessionToken, String)}. */
  public CompletionStage<LoggedIn> login(SessionToken token, String user) {
    return login(token, user, Device.UNKNOWN);
  }

  /** See {@link Sessions#login(SessionToken, String, Device)}. */
  public CompletionStage<LoggedIn> login(SessionToken token, String user, Device device) {
    SessionToken next = newToken(Optional.of(UserIds.require(user)));
    Login login = new Login(next.id(), next.secretHash(), user, device);
    return store
        .login(token.id(), token.secretHash(), login, limit)
        .thenApply(answer -> loggedIn(answer, token.id(), next, user));
  }

  /** See {@link Sessions#rotate}. */
  public CompletionStage<Rotated> rotate(SessionToken token) {
    SessionToken next = SessionToken.random(token.id(), random);
    return store
        .rotate(token.id(), token.secretHash(), next.secretHash())
        .thenApply(answer -> rotated(answer, next));
  }

  /** See {@link Sessions#logout(SessionToken)}. */
  public CompletionStage<Ended> logout(SessionToken token) {
    return logout(token, EndReason.LOGOUT);
  }

  /** See {@link Sessions#logout(SessionToken, EndReason)}. */
  public CompletionStage<Ended> logout(SessionToken token, EndReason reason) {
    return store
        .logout(token.id(), token.secretHash(), durability)
        .thenApply(ended -> Audit.revoked(token.id(), ended, reason));
  }

  /** See {@link Sessions#logoutOthers(SessionToken)}. */
  public CompletionStage<Ended> logoutOthers(SessionToken token) {
    return logoutOthers(token, EndReason.LOGOUT);
  }

  /** See {@link Sessions#logoutOthers(SessionToken, EndReason)}. */
  public CompletionStage<Ended> logoutOthers(SessionToken token, EndReason reason) {
    return userOf(token)
        .thenCompose(
            user ->
                user.map(name -> revokeOthers(name, token.id(), reason))
                    .orElseGet(this::nothingEnded));
  }

  /** See {@link Sessions#logoutEverywhere(SessionToken)}. */
  public CompletionStage<Ended> logoutEverywhere(SessionToken token) {
    return logoutEverywhere(token, EndReason.LOGOUT);
  }

  /** See {@link Sessions#logoutEverywhere(SessionToken, EndReason)}. */
  public CompletionStage<Ended> logoutEverywhere(SessionToken token, EndReason reason) {
    return userOf(token)
        .thenCompose(
            user ->
                user.map(name -> revokeAll(name, reason)).orElseGet(() -> logout(token, reason)));
  }

  private CompletionStage<Optional<String>> userOf(SessionToken token) {
    return peek(token).thenApply(found -> found.flatMap(Session::user));
  }

  private CompletionStage<Ended> nothingEnded() {
    return CompletableFuture.completedFuture(new Ended(0, durability, durability.replicas()));
  }

  /** See {@link Sessions#revoke(SessionId, EndReason)}. */
  public CompletionStage<Ended> revoke(SessionId id, EndReason reason) {
    return store.revoke(id, durability).thenApply(ended -> Audit.revoked(id, ended, reason));
  }

  /** See {@link Sessions#revoke(Session, EndReason)}. */
  public CompletionStage<Ended> revoke(Session session, EndReason reason) {
    return store
        .revoke(session.stored(), durability)
        .thenApply(ended -> Audit.revoked(session.id(), ended, reason));
  }

  /** See {@link Sessions#revoke(String, SessionId, EndReason)}. */
  public CompletionStage<Ended> revoke(String user, SessionId id, EndReason reason) {
    Optional<String> owner = Optional.of(UserIds.require(user));
    return store
        .read(id)
        .thenCompose(
            found ->
                found
                    .filter(record -> record.user().equals(owner))
                    .map(record -> store.revoke(record, durability))
                    .orElseGet(() -> CompletableFuture.completedStage(new Ended(0))))
        .thenApply(ended -> Audit.revoked(id, ended, reason));
  }

  /** See {@link Sessions#revokeAll}. */
  public CompletionStage<Ended> revokeAll(String user, EndReason reason) {
    return revokeAll(user, Optional.empty(), reason);
  }

  /** See {@link Sessions#revokeOthers}. */
  public CompletionStage<Ended> revokeOthers(String user, SessionId except, EndReason reason) {
    return revokeAll(user, Optional.of(except), reason);
  }

  /** See {@link Sessions#list(String)}. */
  public CompletionStage<List<Session>> list(String user) {
    return store
        .list(UserIds.require(user))
        .thenApply(
            records ->
                records.stream().sorted(SessionRecord.LATEST_FIRST).map(this::view).toList());
  }

  /** See {@link Sessions#list(String, int)}. */
  public CompletionStage<SessionPage<Session>> list(String user, int limit) {
    return store
        .list(UserIds.require(user), SessionPage.requireLimit(limit))
        .thenApply(page -> page.map(this::view));
  }

  /** See {@link Sessions#summaries}. */
  public CompletionStage<SessionPage<Session.Summary>> summaries(String user, int limit) {
    return store.summaries(UserIds.require(user), SessionPage.requireLimit(limit));
  }

  private CompletionStage<Saved> saved(CompletionStage<Optional<SessionRecord>> changed) {
    return changed.thenApply(
        now -> now.<Saved>map(record -> new Written(view(record))).orElseGet(NotFound::new));
  }

  private CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, EndReason reason) {
    return store
        .revokeAll(UserIds.require(user), except, durability)
        .thenApply(ended -> Audit.revokedAll(user, ended, reason));
  }

  private Created created(Admission answer, SessionToken token, Optional<String> user) {
    if (answer instanceof Admitted admitted) {
      Audit.created(admitted.record());
      return issued(admitted, token);
    }
    return limitReached(user.orElse("")); // an anonymous session is never refused
  }

  private LoggedIn loggedIn(Admission answer, SessionId old, SessionToken next, String user) {
    if (answer instanceof Admitted admitted) {
      Audit.loggedIn(old, admitted.record());
      return issued(admitted, next.at(admitted.record().id()));
    }
    return answer instanceof Admission.Full ? limitReached(user) : new NotFound();
  }

  private Issued issued(Admitted admitted, SessionToken token) {
    if (!admitted.displaced().isEmpty()) {
      Audit.displaced(admitted.record().user().orElse(""), admitted.displaced());
    }
    return new Issued(token, view(admitted.record()));
  }

  private LimitReached limitReached(String user) {
    Audit.limitReached(user, limit);
    return new LimitReached(limit);
  }

  private Rotated rotated(Rotation answer, SessionToken next) {
    if (answer instanceof Rotation.Pending pending) {
      Audit.rotated(next.id());
      return new Issued(next, view(pending.record()));
    }
    return answer instanceof Rotation.PendingLimitReached full
        ? new TooManyPending(view(full.record()))
        : new NotFound();
  }

  private Optional<Session> live(SessionToken token, Accessed answer) {
    if (answer instanceof Live live) {
      return Optional.of(view(live.record()));
    }
    Audit.refused(token.id(), ((Refused) answer).why());
    return Optional.empty();
  }

  private SessionToken newToken(Optional<String> user) {
    return SessionToken.random(store.newId(user, random), random);
  }

  private Session view(SessionRecord record) {
    return new Session(record, codec);
  }
}
