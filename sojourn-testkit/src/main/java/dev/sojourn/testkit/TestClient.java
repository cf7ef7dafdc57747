package dev.sojourn.testkit;

import dev.sojourn.Device;
import dev.sojourn.Durability;
import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A client of the store under test, with the id of a session and a secret, which may be wrong.
 *
 * @param store the store of the session
 * @param id the session's id
 * @param secret the secret that the client presents
 */
public record TestClient(SessionStore store, SessionId id, SecretHash secret) {

  private static final SecureRandom RANDOM = new SecureRandom();

  public static TestClient of(SessionStore store, SessionDraft draft) {
    return new TestClient(store, draft.id(), draft.secret());
  }

  /** The same session in another store. */
  public TestClient at(SessionStore other) {
    return new TestClient(other, id, secret);
  }

  /** The same session with another secret. */
  public TestClient showing(SecretHash other) {
    return new TestClient(store, id, other);
  }

  /** The same session with a secret that is not its own. */
  public TestClient stranger() {
    return showing(Sample.newSecret());
  }

  public Accessed access() {
    return Await.of(store.access(id, secret));
  }

  public Accessed peek() {
    return Await.of(store.peek(id, secret));
  }

  public Optional<SessionRecord> read() {
    return Await.of(store.read(id));
  }

  /** The session as it is now; it must exist. */
  public SessionRecord record() {
    return read().orElseThrow(this::missing);
  }

  private AssertionError missing() {
    String again = isLive() ? "it does" : "it does not";
    return new AssertionError("session " + id + " should be live; read again, " + again);
  }

  public boolean isLive() {
    return read().isPresent();
  }

  /** The text of an attribute; empty when there is none. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(record().attributes().get(name)).map(EncodedValue::text);
  }

  public Optional<SessionRecord> change(SessionDelta delta) {
    return Await.of(store.change(id, delta));
  }

  /** Changes the session by a record read before. */
  public Optional<SessionRecord> change(SessionRecord seen, SessionDelta delta) {
    return Await.of(store.change(seen, delta));
  }

  /** The session after a change, which must succeed. */
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

  /** A login of the session, with a new id and secret. */
  public Login newLogin(String user) {
    return newLogin(user, Device.UNKNOWN);
  }

  public Login newLogin(String user, Device device) {
    return new Login(store.newId(Optional.of(user), RANDOM), Sample.newSecret(), user, device);
  }

  public Admission login(Login login, SessionsPerUser limit) {
    return Await.of(store.login(id, secret, login, limit));
  }

  public Admission login(Login login) {
    return login(login, SessionsPerUser.NONE);
  }

  /** The session under its new id after a login, which must succeed. */
  public TestClient logIn(String user) {
    Login login = newLogin(user);
    Await.as(Admission.Admitted.class, store.login(id, secret, login, SessionsPerUser.NONE));
    return after(login);
  }

  public TestClient after(Login login) {
    return new TestClient(store, login.id(), login.secret());
  }

  public Rotation rotate(SecretHash next) {
    return Await.of(store.rotate(id, secret, next));
  }

  /** The session with its new secret after a rotation, which must succeed. */
  public TestClient rotated() {
    SecretHash next = Sample.newSecret();
    Await.as(Rotation.Pending.class, store.rotate(id, secret, next));
    return showing(next);
  }

  /** Logs out by token, and returns how many sessions ended. */
  public int logout() {
    return Await.of(store.logout(id, secret, Durability.PRIMARY)).count();
  }

  public int revoke() {
    return Await.of(store.revoke(id));
  }

  public static SessionDelta editingDelta(String name, UnaryOperator<Optional<EncodedValue>> edit) {
    return SessionDelta.of(Map.of(name, new Edit(edit)));
  }

  public static SessionDelta putting(String name, String text) {
    Change put = new Put(EncodedValue.text(text));
    return SessionDelta.of(Map.of(name, put));
  }
}
