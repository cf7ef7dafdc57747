package dev.sojourn;

import dev.sojourn.spi.AttributeCodec;
import dev.sojourn.spi.SessionStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Blocking entry point; each method returns when the store has answered. Thread-safe; an
 * application needs one.
 *
 * <p>Every method may throw {@link StoreUnavailable}: whether a write took effect is then unknown,
 * but nobody is logged out by it. {@link AsyncSessions} has the same methods without blocking.
 */
public final class Sessions {

  private final AsyncSessions async;

  private Sessions(AsyncSessions async) {
    this.async = async;
  }

  /** A builder for the sessions in a store, with a codec for their attributes. */
  public static Builder over(SessionStore store, AttributeCodec codec) {
    return new Builder(store, codec);
  }

  /** The same methods without blocking. */
  public AsyncSessions async() {
    return async;
  }

  /**
   * The same sessions, with another durability of revocations: {@code
   * sessions.with(Durability.replicated(1)).revokeAll(user, reason)}. Each revocation takes up to
   * two command timeouts longer. Sessions that replicas did not confirm by then have ended all the
   * same, see {@link Ended}.
   */
  public Sessions with(Durability durability) {
    return new Sessions(async.with(durability));
  }

  /**
   * Creates a session.
   *
   * @return {@link Issued} with the token for the client, or {@link LimitReached}
   * @throws SessionTooLarge when it would exceed its size limits
   */
  public Created create(NewSession session) {
    return await(async.create(session));
  }

  /**
   * The session of a token, empty if it is not valid. Counts as activity: slides the idle deadline.
   */
  public Optional<Session> access(SessionToken token) {
    return await(async.access(token));
  }

  /** The session of a token, empty if it is not valid. Does not count as activity; for polling. */
  public Optional<Session> peek(SessionToken token) {
    return await(async.peek(token));
  }

  /** The session of an id, empty if there is none. Does not count as activity. */
  public Optional<Session> peek(SessionId id) {
    return await(async.peek(id));
  }

  /**
   * Writes what a request changed in its view of a session. One that changed nothing is only read;
   * to save that round trip, look at {@link Session#changes()} first.
   *
   * @return {@link Written} with the session as it is now, or {@link NotFound} if it has ended; it
   *     is not revived
   * @throws SessionTooLarge when it would exceed its size limits
   * @throws WriteConflict when concurrent changes prevented it until the retries ran out of time
   */
  public Saved save(Session session) {
    return await(async.save(session));
  }

  /**
   * Changes a session without reading it first.
   *
   * @return {@link Written} with the session as it is now, or {@link NotFound}
   * @throws SessionTooLarge when it would exceed its size limits
   * @throws WriteConflict when concurrent changes prevented it until the retries ran out of time
   */
  public Saved change(SessionId id, Consumer<Changes> changes) {
    return await(async.change(id, changes));
  }

  /**
   * Continues a session after its user has logged in: under a new id and token, with its
   * attributes, as that user's. The old id ends. Also for a change of user. Checks no credential.
   *
   * @return {@link Issued} with the new token, {@link LimitReached}, or {@link NotFound}
   */
  public LoggedIn login(SessionToken token, String user) {
    return await(async.login(token, user));
  }

  /** As {@link #login(SessionToken, String)}; also updates the device. */
  public LoggedIn login(SessionToken token, String user, Device device) {
    return await(async.login(token, user, device));
  }

  /**
   * Gives a session a new secret. The old one stays valid until the new one is first used, and for
   * a grace period after that. If the answer is lost, rotate again.
   *
   * @return {@link Issued} with the new token, {@link TooManyPending}, or {@link NotFound}
   */
  public Rotated rotate(SessionToken token) {
    return await(async.rotate(token));
  }

  /**
   * Logs out: ends the session of a token, in one round trip. A token that is not valid ends
   * nothing.
   */
  public Ended logout(SessionToken token) {
    return await(async.logout(token));
  }

  /** As {@link #logout(SessionToken)}, with a reason for the audit log. */
  public Ended logout(SessionToken token, EndReason reason) {
    return await(async.logout(token, reason));
  }

  /** Logs out on all other devices: ends all other sessions of the token's user. */
  public Ended logoutOthers(SessionToken token) {
    return await(async.logoutOthers(token));
  }

  /** As {@link #logoutOthers(SessionToken)}, with a reason for the audit log. */
  public Ended logoutOthers(SessionToken token, EndReason reason) {
    return await(async.logoutOthers(token, reason));
  }

  /** Logs out everywhere: ends all sessions of the token's user, this one too. */
  public Ended logoutEverywhere(SessionToken token) {
    return await(async.logoutEverywhere(token));
  }

  /** As {@link #logoutEverywhere(SessionToken)}, with a reason for the audit log. */
  public Ended logoutEverywhere(SessionToken token, EndReason reason) {
    return await(async.logoutEverywhere(token, reason));
  }

  /** Ends a session by its id, of whoever it is: for operators, and for what was checked. */
  public Ended revoke(SessionId id, EndReason reason) {
    return await(async.revoke(id, reason));
  }

  /** Ends a session that was read before; saves a round trip. */
  public Ended revoke(Session session, EndReason reason) {
    return await(async.revoke(session, reason));
  }

  /**
   * Ends a session if it is that user's: "sign this device out".
   *
   * @return with count 0 if there is no such session, or if it is another user's
   */
  public Ended revoke(String user, SessionId id, EndReason reason) {
    return await(async.revoke(user, id, reason));
  }

  /** Ends all sessions of a user. */
  public Ended revokeAll(String user, EndReason reason) {
    return await(async.revokeAll(user, reason));
  }

  /** Ends all sessions of a user but one. */
  public Ended revokeOthers(String user, SessionId except, EndReason reason) {
    return await(async.revokeOthers(user, except, reason));
  }

  /** The live sessions of a user, latest access first: "your devices". */
  public List<Session> list(String user) {
    return await(async.list(user));
  }

  /**
   * The latest accessed sessions of a user, and how many are live; for users who may have very
   * many.
   *
   * @param limit how many sessions at most, 1 or more
   */
  public SessionPage<Session> list(String user, int limit) {
    return await(async.list(user, limit));
  }

  /**
   * As {@link #list(String, int)}, without attributes, which are not read then.
   *
   * @param limit how many sessions at most, 1 or more
   */
  public SessionPage<Session.Summary> summaries(String user, int limit) {
    return await(async.summaries(user, limit));
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Builds {@link Sessions}. Defaults: {@link Timeouts#DEFAULT}, {@link SessionsPerUser#NONE} and
   * {@link Durability#PRIMARY}.
   */
  public static final class Builder {

    private final SessionStore store;
    private final AttributeCodec codec;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private SessionsPerUser limit = SessionsPerUser.NONE;
    private RandomGenerator random = new SecureRandom();
    private Durability durability = Durability.PRIMARY;

    private Builder(SessionStore store, AttributeCodec codec) {
      this.store = store;
      this.codec = codec;
    }

    /** The timeouts of sessions that set none of their own. */
    public Builder timeouts(Timeouts defaults) {
      this.timeouts = defaults;
      return this;
    }

    /** How many sessions a user may have. */
    public Builder limit(SessionsPerUser perUser) {
      this.limit = perUser;
      return this;
    }

    /** The durability of revocations. */
    public Builder durability(Durability ofRevocations) {
      this.durability = ofRevocations;
      return this;
    }

    /** The source of ids and secrets; replaced in tests only. */
    Builder random(RandomGenerator source) {
      this.random = source;
      return this;
    }

    /** The sessions. */
    public Sessions build() {
      return new Sessions(new AsyncSessions(store, codec, timeouts, limit, random, durability));
    }
  }
}
