package dev.sojourn.redis.internal.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sojourn.SessionId;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Where a session went at a login. The script that ends the old session writes it under a key of
 * its own, with a TTL of about a minute: a client that did not get the answer still shows the old
 * token then.
 *
 * <pre>
 * session:&lt;old id&gt;:moved      string, &lt;new id&gt; &lt;hash of the secret that was shown&gt; &lt;user&gt;
 * </pre>
 */
final class MovedSession {

  /** The longest text: an id, a hash, and a user id of 256 code points. */
  static final int MOST_BYTES = 1_200;

  private MovedSession() {}

  /** The text that such a login leaves. */
  static String text(LoginAttempt attempt) {
    return text(attempt.login().id(), attempt);
  }

  /**
   * The new id in a text that an earlier login left, if this login repeats it: the same secret, the
   * same user. Anyone else who knows the old token, perhaps because they planted it, gets nothing.
   */
  static Optional<SessionId> newId(byte[] text, LoginAttempt repeat) {
    int space = new String(text, UTF_8).indexOf(' ');
    return space < 0
        ? Optional.empty()
        : SessionId.parse(new String(text, 0, space, UTF_8))
            .filter(id -> MessageDigest.isEqual(text(id, repeat).getBytes(UTF_8), text));
  }

  private static String text(SessionId newId, LoginAttempt attempt) {
    return newId.value() + ' ' + attempt.shown().text() + ' ' + attempt.login().user();
  }
}
