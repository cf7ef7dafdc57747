package dev.sojourn.redis;

import dev.sojourn.SessionId;
import dev.sojourn.redis.RedisSettings.KeyspaceName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The only place that spells a key.
 *
 * <pre>
 * plain     session:&lt;id&gt;         user:&lt;user&gt;:sessions        session:invalidate
 * slotted   session:{tag}&lt;id&gt;    user:{tag}&lt;user&gt;:sessions   session:invalidate
 * </pre>
 *
 * <p>A namespace stands before all of them, with a colon. A user id is percent-encoded, all but
 * letters, digits and {@code - . _ ~ @ +}, so that no user id reaches another user's key. In {@code
 * slotted} the tag is a short hash of the user, random for an anonymous session, and the session's
 * id carries it: {@code <tag>~<id>}.
 */
final class Keyspace {

  private static final int TAG_BYTES = 3;
  private static final String UNRESERVED = "-._~@+";

  private final boolean slotted;
  private final String prefix;

  Keyspace(KeyspaceName name, String namespace) {
    this.slotted = name == KeyspaceName.SLOTTED;
    this.prefix = namespace.isEmpty() ? "" : namespace + ':';
  }

  /** A new id that this keyspace finds. */
  SessionId newId(Optional<String> user, RandomGenerator random) {
    return slotted
        ? SessionId.random(user.map(Keyspace::tagOf).orElseGet(() -> randomTag(random)), random)
        : SessionId.random(random);
  }

  /** The key of a session; empty for an id that this keyspace never gave. */
  Optional<String> session(SessionId id) {
    if (slotted != id.tag().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(prefix + "session:" + slot(id.tag()) + id.randomPart());
  }

  /**
   * The key of a session that a user's index names; what is no id of that user's slot is put there
   * as it is, where nothing lies.
   */
  String session(String user, String id) {
    return SessionId.parse(id)
        .filter(parsed -> !slotted || parsed.tag().equals(Optional.of(tagOf(user))))
        .flatMap(this::session)
        .orElseGet(() -> prefix + "session:" + slot(Optional.of(tagOf(user))) + '!' + id);
  }

  /** The key of a user's index. */
  String index(String user) {
    return prefix + "user:" + slot(Optional.of(tagOf(user))) + encoded(user) + ":sessions";
  }

  /** The channel that tells which session ended or changed. */
  String channel() {
    return prefix + "session:invalidate";
  }

  /** Whether both ids lie in one slot, so that one script can reach both. */
  boolean together(SessionId one, SessionId other) {
    return one.tag().equals(other.tag());
  }

  private String slot(Optional<String> tag) {
    return slotted ? '{' + tag.orElseThrow() + '}' : "";
  }

  private static String tagOf(String user) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
      return tag(Arrays.copyOf(hash, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String randomTag(RandomGenerator random) {
    byte[] bytes = new byte[TAG_BYTES];
    random.nextBytes(bytes);
    return tag(bytes);
  }

  private static String tag(byte[] bytes) {
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  private static String encoded(String user) {
    StringBuilder text = new StringBuilder();
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append(String.format("%%%02X", (int) c));
      }
    }
    return text.toString();
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
