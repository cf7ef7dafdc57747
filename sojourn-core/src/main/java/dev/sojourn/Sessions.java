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
 * The door to all sessions: every verb blocks until the store answered. Thread-safe; one for an
 * application.
 *
 * <p>Every verb may throw {@link StoreUnavailable}: whether a write took effect is then unknown,
 * and nobody is logged out by it. {@link AsyncSessions} has the same verbs without blocking.
 */
public final class Sessions {

  private final AsyncSessions async;

  private Sessions(AsyncSessions async) {
    this.async = async;
  }

  /** Begins to build the door to the sessions in that store, with that codec for their values. */
  public static Builder over(SessionStore store, AttributeCodec codec) {
    return new Builder(store, codec);
  }

  /** The same verbs without blocking. */
  public AsyncSessions async() {
    return async;
  }

  /**
   * The same sessions, whose revocations are to be that certain: {@code
   * sessions.with(Certainty.replicated(1)).revokeAll(user, reason)}. Each takes up to two command
   * timeouts longer; what was not confirmed by then has ended all the same, see {@link Ended}.
   */
  public Sessions with(Durability durability) {
    return new Sessions(async.with(durability));
  }

  /**
   * Creates a session.
   *
   * @return {@link Issued} with the token for the client, or {@link LimitReached}
   * @throws SessionTooLarge when it would hold more than it may
   */
  public Created create(NewSession session) {
    return await(async.create(session));
  }

  /** The session that a token opens; counts as activity, so its idle deadline slides. */
  public Optional<Session> access(SessionToken token) {
    return await(async.access(token));
  }

  /** The session that a token opens, for polling: does not count as activity. */
  public Optional<Session> peek(SessionToken token) {
    return await(async.peek(token));
  }

  /** The session of an id, for looking at: does not count as activity. */
  public Optional<Session> peek(SessionId id) {
    return await(async.peek(id));
  }

  /**
   * Sends what a request changed in its view of a session.
   *
   * @return {@link StampedResult} with the session as it is now, or {@link NotFound}: it has ended,
   *     and is not revived
   * @throws SessionTooLarge when it would hold more than it may
   * @throws WriteConflict when others kept changing it for too long
   */
  public Saved save(Session session) {
    return await(async.save(session));
  }

  /**
   * Changes a session that was not read before.
   *
   * @return {@link StampedResult} with the session as it is now, or {@link NotFound}
   * @throws SessionTooLarge when it would hold more than it may
   * @throws WriteConflict when others kept changing it for too long
   */
  public Saved change(SessionId id, Consumer<Changes> changes) {
    return await(async.change(id, changes));
  }

  /**
   * Somebody logged in: the session goes on under a new id and token, as that user's; the old id is
   * ended. Also for a change of user.
   *
   * @return {@link Issued} with the new token, {@link LimitReached}, or {@link NotFound}
   */
  public LoggedIn login(SessionToken token, String user) {
    return await(async.login(token, user));
  }

  /** As {@link #login(SessionToken, String)}, with what is newly known of the device. */
  public LoggedIn login(SessionToken token, String user, Device device) {
    return await(async.login(token, user, device));
  }

  /**
   * Gives a session a new secret; the old one works on until the new one is first shown, and for a
   * grace after. A lost answer costs nothing: rotate again.
   *
   * @return {@link Issued} with the new token, {@link TooManyPending}, or {@link NotFound}
   */
  public Rotated rotate(SessionToken token) {
    return await(async.rotate(token));
  }

  /** Ends a session. */
  public Ended revoke(SessionId id, EndReason reason) {
    return await(async.revoke(id, reason));
  }

  /** Ends a session that was read before, which saves a round trip. */
  public Ended revoke(Session session, EndReason reason) {
    return await(async.revoke(session, reason));
  }

  /** Ends all sessions of a user: log out everywhere. */
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
   * Builds the door; what is not said is as in {@link Timeouts#DEFAULT}, {@link
   * SessionsPerUser#NONE} and {@link Durability#PRIMARY}.
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

    /** The timeouts of a session that asks for none. */
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

    /** Where ids and secrets come from; a {@link SecureRandom} unless a test needs another. */
    Builder random(RandomGenerator source) {
      this.random = source;
      return this;
    }

    /** The door. */
    public Sessions build() {
      return new Sessions(new AsyncSessions(store, codec, timeouts, limit, random, durability));
    }
  }
}
