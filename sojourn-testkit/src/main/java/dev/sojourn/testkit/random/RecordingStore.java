package dev.sojourn.testkit.random;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.Device;
import dev.sojourn.MemberMismatch;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One of two stores that receive the same calls. It maps numbers to its ids, and returns results as
 * texts without ids and times, which can be compared. Thread-safe.
 */
final class RecordingStore {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SessionStore store;
  private final Map<Integer, SessionId> ids = new ConcurrentHashMap<>();
  private final Map<SessionId, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<Integer, SessionRecord> seen = new ConcurrentHashMap<>();

  RecordingStore(SessionStore store) {
    this.store = store;
  }

  CompletionStage<String> create(
      SessionHandle handle, Optional<String> user, SessionsPerUser limit) {
    SessionDraft draft =
        new SessionDraft(
            id(handle.session(), user),
            NumberedSecrets.secret(handle.secret()),
            user,
            Timeouts.DEFAULT,
            Device.UNKNOWN,
            Map.of());
    return store.create(draft, limit).thenApply(this::text);
  }

  CompletionStage<String> access(SessionHandle handle) {
    return store.access(id(handle), NumberedSecrets.secret(handle.secret())).thenApply(this::text);
  }

  CompletionStage<String> peek(SessionHandle handle) {
    return store.peek(id(handle), NumberedSecrets.secret(handle.secret())).thenApply(this::text);
  }

  /** Remembers the record for calls that need one. */
  CompletionStage<String> read(SessionHandle handle) {
    return store
        .read(id(handle))
        .thenApply(
            found -> {
              found.ifPresent(record -> seen.put(handle.session(), record));
              return text(found);
            });
  }

  CompletionStage<String> change(SessionHandle handle, SessionDelta delta) {
    return store
        .change(id(handle), delta)
        .thenApply(this::text)
        .exceptionallyCompose(
            failure ->
                cause(failure) instanceof MemberMismatch
                    ? completedStage("mismatch")
                    : failedStage(failure));
  }

  CompletionStage<String> changeAsRead(SessionHandle handle, SessionDelta delta) {
    return Optional.ofNullable(seen.get(handle.session()))
        .map(record -> store.change(record, delta).thenApply(this::text))
        .orElseGet(() -> change(handle, delta));
  }

  CompletionStage<String> login(SessionHandle old, SessionHandle next, String user) {
    Login login =
        new Login(
            id(next.session(), Optional.of(user)),
            NumberedSecrets.secret(next.secret()),
            user,
            Device.UNKNOWN);
    return store
        .login(id(old), NumberedSecrets.secret(old.secret()), login, SessionsPerUser.NONE)
        .thenApply(this::text);
  }

  CompletionStage<String> rotate(SessionHandle handle, int next) {
    return store
        .rotate(id(handle), NumberedSecrets.secret(handle.secret()), NumberedSecrets.secret(next))
        .thenApply(this::text);
  }

  CompletionStage<String> revoke(SessionHandle handle) {
    return store.revoke(id(handle)).thenApply(count -> "ended " + count);
  }

  CompletionStage<String> revokeAsRead(SessionHandle handle) {
    return Optional.ofNullable(seen.get(handle.session()))
        .map(record -> store.revoke(record).thenApply(count -> "ended " + count))
        .orElseGet(() -> revoke(handle));
  }

  CompletionStage<String> revokeAll(String user, Optional<SessionHandle> except) {
    return store.revokeAll(user, except.map(this::id)).thenApply(count -> "ended " + count);
  }

  CompletionStage<String> list(String user) {
    return store
        .list(user)
        .thenApply(records -> records.stream().map(this::text).sorted().toList().toString());
  }

  /** Whether the session exists. */
  boolean holds(SessionHandle handle) {
    return Await.of(store.read(id(handle))).isPresent();
  }

  private static Throwable cause(Throwable failure) {
    return Optional.ofNullable(failure.getCause()).orElse(failure);
  }

  private SessionId id(SessionHandle handle) {
    return id(handle.session(), Optional.empty());
  }

  /** The id of a number, made for a user when it is first needed. */
  private SessionId id(int number, Optional<String> user) {
    SessionId id = ids.computeIfAbsent(number, absent -> store.newId(user, RANDOM));
    numbers.put(id, number);
    return id;
  }

  private String text(Admission answer) {
    return answer instanceof Admission.Admitted admitted
        ? "admitted " + text(admitted.record()) + ", ended " + numbers(admitted.displaced())
        : answer.toString();
  }

  private List<Integer> numbers(List<SessionId> displaced) {
    return displaced.stream().map(numbers::get).sorted().toList();
  }

  private String text(Accessed answer) {
    return answer instanceof Accessed.Live live ? "live " + text(live.record()) : answer.toString();
  }

  private String text(Rotation answer) {
    if (answer instanceof Rotation.Pending pending) {
      return "pending " + text(pending.record());
    }
    return answer instanceof Rotation.PendingLimitReached full
        ? "kept " + text(full.record())
        : "absent";
  }

  private String text(Optional<SessionRecord> found) {
    return found.map(record -> "found " + text(record)).orElse("none");
  }

  private String text(SessionRecord record) {
    return "[session %s of %s, version %d, %s, %s, %s]"
        .formatted(
            numbers.get(record.id()),
            record.user().orElse("nobody"),
            record.version(),
            record.device().label().orElse("no label"),
            values(record),
            NumberedSecrets.text(record.secrets()));
  }

  private static Map<String, String> values(SessionRecord record) {
    Map<String, String> values = new TreeMap<>();
    record.attributes().forEach((name, value) -> values.put(name, value.text()));
    return values;
  }
}
