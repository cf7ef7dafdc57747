package dev.sojourn.spi;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionPage;
import dev.sojourn.SessionsPerUser;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Stores sessions. Thread-safe; no method blocks.
 *
 * <p>Every stage may fail with {@link dev.sojourn.StoreUnavailable}: the store did not answer in
 * time, and whether a write took effect is unknown. A session whose record cannot be read is
 * treated as absent by every method except {@link #revoke(SessionId)}; it is left as it is and
 * logged.
 *
 * <p>Every store guarantees:
 *
 * <ul>
 *   <li>A session that ended stays ended: only {@link #create} and {@link #login} make one, under
 *       an id that was never used.
 *   <li>A live session of a user is always in that user's list.
 *   <li>Each operation is atomic.
 *   <li>Expiry is decided by the store's own clock.
 * </ul>
 */
public interface SessionStore extends AutoCloseable {

  /** Makes a new id in the format of this store, for a session of that user. */
  SessionId newId(Optional<String> user, RandomGenerator random);

  /**
   * Creates a session, and ends the user's oldest ones if the limit says so.
   *
   * @return {@code Admitted}, or {@code Full} if the limit refuses it; fails with {@link
   *     dev.sojourn.SessionTooLarge}. If the outcome is unknown, the store tries to revoke the id
   */
  CompletionStage<Admission> create(SessionDraft draft, SessionsPerUser limit);

  /**
   * The session of a token; slides its idle deadline if a touch is due, without waiting for the
   * write. A pending secret becomes current; a replaced one presented after its grace ends the
   * session.
   *
   * @return {@code Live}, or {@code Refused} with the reason for the audit log
   */
  CompletionStage<Accessed> access(SessionId id, SecretHash shown);

  /**
   * As {@link #access}, but never slides the idle deadline.
   *
   * @return {@code Live}, or {@code Refused} with the reason for the audit log
   */
  CompletionStage<Accessed> peek(SessionId id, SecretHash shown);

  /** The session of an id, empty if there is none. Never slides the idle deadline. */
  CompletionStage<Optional<SessionRecord>> read(SessionId id);

  /**
   * Changes a session; never slides the idle deadline.
   *
   * @return the session as it is now; empty if there is none. Fails with {@link
   *     dev.sojourn.SessionTooLarge} or {@link dev.sojourn.WriteConflict}, or with what an edit
   *     threw; in all these cases nothing was written
   */
  CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta);

  /**
   * As {@link #change(SessionId, SessionDelta)}, for a session that was read before; may save a
   * round trip.
   *
   * @param seen the session as it was read; it may have changed since
   */
  default CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    return change(seen.id(), delta);
  }

  /**
   * Continues a session under a new id, secret and user. It keeps its attributes and timeouts, both
   * timeouts start anew, and the old id ends. The old session does not count against the limit.
   * Idempotent: the same login repeated, because its answer was lost, gets the same answer. For
   * about a minute another login with the old token by the same user is admitted to the session
   * that this one made: its secret becomes one of that session's. For anyone else the old token
   * opens nothing.
   *
   * @return {@code Admitted} with the session, of {@code login}'s id or an earlier one; {@code
   *     Full}; or {@code NoSession} if the presented secret is not valid or the session was revoked
   *     at that moment, possibly under its new id. Fails with {@link dev.sojourn.WriteConflict} if
   *     it was repeated too often
   */
  CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit);

  /**
   * Adds a pending secret, see {@link dev.sojourn.spi.Secrets}. Never ends a session.
   *
   * @return {@code Pending}, {@code PendingLimitReached}, or {@code NoSession} if the presented
   *     secret is not valid
   */
  CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next);

  /**
   * Ends the session of a token, in one round trip where the store can.
   *
   * @return as {@link #revoke(SessionId, Durability)}; 0 sessions if the presented secret is not
   *     valid
   */
  CompletionStage<Ended> logout(SessionId id, SecretHash shown, Durability durability);

  /**
   * Ends a session by its id.
   *
   * @return 1 session ended, or 0 if there was none, and how many replicas confirmed. Fewer
   *     replicas than requested is no failure: the session has ended on the primary
   */
  CompletionStage<Ended> revoke(SessionId id, Durability durability);

  /**
   * Ends a session that was read before; saves a round trip.
   *
   * @return as {@link #revoke(SessionId, Durability)}
   */
  CompletionStage<Ended> revoke(SessionRecord record, Durability durability);

  /**
   * Ends all sessions of a user, or all but one. When the call returns, there was a moment at which
   * the user had no other session; one created later survives.
   *
   * @return how many sessions ended, and how many replicas confirmed that the user has no other
   */
  CompletionStage<Ended> revokeAll(String user, Optional<SessionId> except, Durability durability);

  /**
   * Ends a session by its id, on the primary.
   *
   * @return how many sessions ended: 1, or 0 if there was none
   */
  default CompletionStage<Integer> revoke(SessionId id) {
    return revoke(id, Durability.PRIMARY).thenApply(Ended::count);
  }

  /**
   * Ends a session that was read before, on the primary.
   *
   * @return how many sessions ended: 1, or 0 if there was none
   */
  default CompletionStage<Integer> revoke(SessionRecord record) {
    return revoke(record, Durability.PRIMARY).thenApply(Ended::count);
  }

  /**
   * Ends all sessions of a user, or all but one, on the primary.
   *
   * @return how many sessions ended
   */
  default CompletionStage<Integer> revokeAll(String user, Optional<SessionId> except) {
    return revokeAll(user, except, Durability.PRIMARY).thenApply(Ended::count);
  }

  /** All live sessions of a user, in no particular order. Slides no idle deadline. */
  CompletionStage<List<SessionRecord>> list(String user);

  /**
   * The latest accessed sessions of a user, and how many are live. Slides no idle deadline.
   *
   * @param limit how many sessions at most
   * @return in the order of {@link SessionRecord#LATEST_FIRST}
   */
  default CompletionStage<SessionPage<SessionRecord>> list(String user, int limit) {
    return list(user)
        .thenApply(
            live ->
                new SessionPage<>(
                    live.stream().sorted(SessionRecord.LATEST_FIRST).limit(limit).toList(),
                    live.size()));
  }

  /**
   * As {@link #list(String, int)}, without attributes; a store that can does not read them.
   *
   * @param limit how many sessions at most
   */
  default CompletionStage<SessionPage<Session.Summary>> summaries(String user, int limit) {
    return list(user, limit).thenApply(page -> page.map(SessionRecord::summary));
  }

  /** Completes if the store answers, or fails with the reason. */
  CompletionStage<Void> ping();

  @Override
  void close();
}
