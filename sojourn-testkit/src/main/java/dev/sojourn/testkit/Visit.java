package dev.sojourn.testkit;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Change;
import dev.sojourn.SessionDelta.Edit;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.SessionId;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionRecord;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionStore;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A client of the store under test: the id of a session and a secret, be it the right one or not.
 *
 * @param store where the session lies
 * @param id its id
 * @param secret what the client shows
 */
public record Visit(SessionStore store, SessionId id, SecretHash secret) {

  private static final SecureRandom RANDOM = new SecureRandom();

  public static Visit of(SessionStore store, SessionDraft draft) {
    return new Visit(store, draft.id(), draft.secret());
  }

  /** The same session, at another store. */
  public Visit at(SessionStore other) {
    return new Visit(other, id, secret);
  }

  /** The same session, another secret shown. */
  public Visit showing(SecretHash other) {
    return new Visit(store, id, other);
  }

  /** The same session, a secret shown that it never had. */
  public Visit stranger() {
    return showing(Sample.newSecret());
  }

  public Accessed access() {
    return Answers.of(store.access(id, secret));
  }

  public Accessed peek() {
    return Answers.of(store.peek(id, secret));
  }

  public Optional<SessionRecord> read() {
    return Answers.of(store.read(id));
  }

  /** The session as it is now, which must be there. */
  public SessionRecord record() {
    return read().orElseThrow(this::missing);
  }

  private AssertionError missing() {
    String again = isLive() ? "asked again, it does" : "asked again, it does not";
    return new AssertionError("session " + id + " should live; " + again);
  }

  public boolean isLive() {
    return read().isPresent();
  }

  /** The text of an attribute; empty when there is none. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(record().attributes().get(name)).map(EncodedValue::text);
  }

  public Optional<SessionRecord> change(SessionDelta delta) {
    return Answers.of(store.change(id, delta));
  }

  /** Changes the session as it was read before. */
  public Optional<SessionRecord> change(SessionRecord seen, SessionDelta delta) {
    return Answers.of(store.change(seen, delta));
  }

  /** The session as it is after a change, which must be taken. */
  public SessionRecord changed(SessionDelta delta) {
    return change(delta).orElseThrow(this::missing);
  }

  public Optional<SessionRecord> put(String name, String text) {
    return change(putting(name, text));
  }

  public CompletionStage<Optional<SessionRecord>> editing(
      String name, UnaryOperator<Optional<EncodedValue>> edit) {
    return store.change(id, editingDelta(name, edit));
  }

  /** A login of the session that no test asked for before. */
  public Login login(String user) {
    return login(user, Device.UNKNOWN);
  }

  public Login login(String user, Device device) {
    return new Login(store.newId(Optional.of(user), RANDOM), Sample.newSecret(), user, device);
  }

  public Admission authenticate(Login login, SessionLimit limit) {
    return Answers.of(store.authenticate(id, secret, login, limit));
  }

  public Admission authenticate(Login login) {
    return authenticate(login, SessionLimit.NONE);
  }

  /** The session under its new id after a login, which must succeed. */
  public Visit logIn(String user) {
    Login login = login(user);
    Answers.as(Admission.Admitted.class, store.authenticate(id, secret, login, SessionLimit.NONE));
    return after(login);
  }

  public Visit after(Login login) {
    return new Visit(store, login.id(), login.secret());
  }

  public Rotation rotate(SecretHash next) {
    return Answers.of(store.rotate(id, secret, next));
  }

  /** The session with its new secret after a rotation, which must succeed. */
  public Visit rotated() {
    SecretHash next = Sample.newSecret();
    Answers.as(Rotation.Pending.class, store.rotate(id, secret, next));
    return showing(next);
  }

  public int revoke() {
    return Answers.of(store.revoke(id));
  }

  public static SessionDelta editingDelta(String name, UnaryOperator<Optional<EncodedValue>> edit) {
    return SessionDelta.of(Map.of(name, new Edit(edit)));
  }

  public static SessionDelta putting(String name, String text) {
    Change put = new Put(EncodedValue.text(text));
    return SessionDelta.of(Map.of(name, put));
  }
}
