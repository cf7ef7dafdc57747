package dev.sojourn;

import dev.sojourn.internal.Base64Url;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The credential of a session: {@code <id>.<secret>}, the secret 256 random bits as 43 characters
 * of base64url. Only the client holds it. {@link #toString()} contains the id only.
 */
public final class SessionToken {

  private static final int SECRET_BYTES = 32;

  private final SessionId id;
  private final String secret;

  private SessionToken(SessionId id, String secret) {
    this.id = id;
    this.secret = secret;
  }

  /** A token with a new secret for a session. */
  static SessionToken random(SessionId id, RandomGenerator random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return new SessionToken(id, Base64Url.encode(bytes));
  }

  /** Parses a token; empty when the text is not one. Never throws, and does no I/O. */
  public static Optional<SessionToken> parse(String text) {
    int dot = text.length() - secretLength() - 1;
    if (dot < 0 || text.length() > 128 || text.charAt(dot) != '.') {
      return Optional.empty();
    }
    String secret = text.substring(dot + 1);
    return SessionId.parse(text.substring(0, dot))
        .filter(id -> Base64Url.isCanonical(secret, SECRET_BYTES))
        .map(id -> new SessionToken(id, secret));
  }

  /** A token with the same secret for another session, of which that is also a secret. */
  SessionToken at(SessionId other) {
    return new SessionToken(other, secret);
  }

  /** The id of its session. */
  public SessionId id() {
    return id;
  }

  /** The token as text, to be sent to the client and nowhere else. */
  public String reveal() {
    return id.value() + '.' + secret;
  }

  /** The hash of the secret, as stores keep it and compare it. */
  public SecretHash secretHash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return new SecretHash(Base64Url.encode(sha256.digest(Base64Url.decode(secret))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionToken token
        && id.equals(token.id)
        && secretHash().matches(token.secretHash());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "SessionToken[" + id.value() + ".…]";
  }

  private static int secretLength() {
    return (SECRET_BYTES * 8 + 5) / 6;
  }
}
