package dev.sojourn.spi;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Where sessions lie. Thread-safe; no call blocks.
 *
 * <p>Every stage may fail with {@link dev.sojourn.StoreUnavailable}: the store did not answer in
 * time, and whether a write took effect is unknown. A session whose record cannot be read is to
 * every call but {@link #revoke(SessionId)} as if it were not there; it is left as it is and said
 * in the log.
 *
 * <p>What every store promises, beyond the answers below:
 *
 * <ul>
 *   <li>A session that ended stays ended: only {@link #create} and {@link #login} make one, under
 *       an id that was never used.
 *   <li>A live session of a user is always in that user's list.
 *   <li>Each operation is one step: nobody sees it half done.
 *   <li>Time is the store's own.
 * </ul>
 */
public interface SessionStore extends AutoCloseable {

  /** A new id of a form that this store finds, for a session of that user. */
  SessionId newId(Optional<String> user, RandomGenerator random);

  /**
   * Creates a session, and ends the user's oldest ones where the limit says so.
   *
   * @return {@code Admitted}, or {@code Full} when the limit refuses; fails with {@link
   *     dev.sojourn.SessionTooLarge}. When the outcome is unknown the id is revoked as well as can
   *     be
   */
  CompletionStage<Admission> create(SessionDraft draft, SessionsPerUser limit);

  /**
   * The session that a token opens; slides its idle deadline when a touch is due, without waiting
   * for it. A pending secret becomes current; a replaced one shown after its grace ends the
   * session.
   *
   * @return {@code Live}, or {@code ProblemException} with the reason for the audit log
   */
  CompletionStage<Accessed> access(SessionId id, SecretHash shown);

  /**
   * As {@link #access}, but never slides.
   *
   * @return {@code Live}, or {@code ProblemException} with the reason for the audit log
   */
  CompletionStage<Accessed> peek(SessionId id, SecretHash shown);

  /** The session of an id; never slides. Empty when there is none. */
  CompletionStage<Optional<SessionRecord>> read(SessionId id);

  /**
   * Changes a session; never slides.
   *
   * @return the session as it is now; empty when there is none, and nothing was written. Fails with
   *     {@link dev.sojourn.SessionTooLarge} or {@link dev.sojourn.WriteConflict}, and nothing was
   *     written; or with what an edit threw
   */
  CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta);

  /**
   * As {@link #change(SessionId, SessionDelta)}, for a session that was read before, which may save
   * a round trip.
   *
   * @param seen the session as it was read; it may have changed since
   */
  default CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    return change(seen.id(), delta);
  }

  /**
   * Continues a session under a new id, secret and user: attributes and timeouts go with it, both
   * timeouts begin anew, the old id is ended. The old session does not count against the limit. The
   * same login once more, because its answer was lost, is answered alike.
   *
   * @return {@code Admitted}, {@code Full}, or {@code Absent} when the shown secret does not open
   *     it or somebody ended it at that moment, under its new id too
   */
  CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit);

  /**
   * Hands out one more secret, see {@link dev.sojourn.spi.Secrets}. Never ends a session.
   *
   * @return {@code Pending}, {@code TooManyPending}, or {@code Absent} when the shown secret does
   *     not open it
   */
  CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next);

  /**
   * Ends a session of which the id alone is known.
   *
   * @return how many were ended, 1 or 0 when it was not there, and how many replicas confirmed:
   *     fewer than asked is an answer, for it has ended where it is decided
   */
  CompletionStage<Ended> revoke(SessionId id, Durability durability);

  /**
   * Ends a session whose record is known, which saves a round trip.
   *
   * @return as {@link #revoke(SessionId, Durability)}
   */
  CompletionStage<Ended> revoke(SessionRecord record, Durability durability);

  /**
   * Ends all sessions of a user, or all but one. At some instant during the call the user had no
   * other; what is acknowledged after the answer is later than the logout.
   *
   * @return how many were ended, and how many replicas confirmed that the user has no other
   */
  CompletionStage<Ended> revokeAll(String user, Optional<SessionId> except, Durability durability);

  /**
   * Ends a session of which the id alone is known, on the primary.
   *
   * @return how many were ended, 1 or 0 when it was not there
   */
  default CompletionStage<Integer> revoke(SessionId id) {
    return revoke(id, Durability.PRIMARY).thenApply(Ended::count);
  }

  /**
   * Ends a session whose record is known, on the primary.
   *
   * @return how many were ended, 1 or 0 when it was not there
   */
  default CompletionStage<Integer> revoke(SessionRecord record) {
    return revoke(record, Durability.PRIMARY).thenApply(Ended::count);
  }

  /**
   * Ends all sessions of a user, or all but one, on the primary.
   *
   * @return how many were ended
   */
  default CompletionStage<Integer> revokeAll(String user, Optional<SessionId> except) {
    return revokeAll(user, except, Durability.PRIMARY).thenApply(Ended::count);
  }

  /** All live sessions of a user, in no particular order; slides none. */
  CompletionStage<List<SessionRecord>> list(String user);

  /** Whether the store answers at all: completes, or fails with what is wrong. */
  CompletionStage<Void> ping();

  @Override
  void close();
}
