package dev.sojourn.redis.internal.keys;

import dev.sojourn.SessionId;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.internal.maintenance.MaintenanceKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Builds and parses the names of all keys.
 *
 * <pre>
 * plain     session:&lt;id&gt;         user:&lt;user&gt;:sessions        session:invalidate   sweep:lease
 * slotted   session:{tag}&lt;id&gt;    user:{tag}&lt;user&gt;:sessions   session:invalidate   sweep:{sweep}lease
 * </pre>
 *
 * <p>A namespace is a prefix of all of them, with a colon. User ids are percent-encoded, except
 * letters, digits and {@code - . _ ~ @ +}, so that no user id forms another user's key. In {@code
 * slotted} the tag is a short hash of the user, random for an anonymous session; the session's id
 * contains it: {@code <tag>~<id>}.
 */
public final class Keyspace implements MaintenanceKeys {

  private static final int TAG_BYTES = 3;
  private static final String UNRESERVED = "-._~@+";
  private static final String SESSIONS = ":sessions";
  private static final String SWEEP = "sweep";
  private static final String BESIDE = ":beside";

  private static final String DICTIONARY = "dictionary";

  /** The name of migration jobs in keys. */
  public static final String MIGRATE = "migrate";

  private final boolean slotted;
  private final String prefix;

  public Keyspace(KeyspaceName name, String namespace) {
    this.slotted = name == KeyspaceName.SLOTTED;
    this.prefix = namespace.isEmpty() ? "" : namespace + ':';
  }

  /** A new id for a session of that user. */
  public SessionId newId(Optional<String> user, RandomGenerator random) {
    return slotted
        ? SessionId.random(user.map(Keyspace::tagOf).orElseGet(() -> randomTag(random)), random)
        : SessionId.random(random);
  }

  /** The key of a session; empty for an id of another keyspace. */
  public Optional<String> session(SessionId id) {
    if (slotted != id.tag().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(prefix + "session:" + slot(id.tag()) + id.randomPart());
  }

  /**
   * The key of a session in a user's index. A member that is no id of that user's slot gets a key
   * in the slot that no session has, so that scripts can declare it.
   */
  public String session(String user, String id) {
    return SessionId.parse(id)
        .filter(parsed -> !slotted || parsed.tag().equals(Optional.of(tagOf(user))))
        .flatMap(this::session)
        .orElseGet(() -> prefix + "session:" + slot(Optional.of(tagOf(user))) + '!' + id);
  }

  /** The key of a user's index. */
  public String index(String user) {
    return prefix + "user:" + slot(Optional.of(tagOf(user))) + encoded(user) + SESSIONS;
  }

  /** The channel of invalidation messages. */
  public String channel() {
    return prefix + "session:invalidate";
  }

  /** The key of a dictionary. */
  public String dictionary(String id) {
    return prefix + DICTIONARY + ':' + slot(Optional.of(DICTIONARY)) + id;
  }

  /** The key that holds the id of the current dictionary. */
  public String currentDictionary() {
    return dictionary("current"); // shorter than any id
  }

  /** Whether both ids are in one slot, so that one script can access both. */
  public boolean sameSlot(SessionId one, SessionId other) {
    return one.tag().equals(other.tag());
  }

  @Override
  public String indexPattern() {
    return prefix + "user:" + slot(Optional.of("*")) + "*" + SESSIONS;
  }

  /** The user of an index; empty for a key that this keyspace would not build. */
  @Override
  public Optional<String> user(String key) {
    int from = prefix.length() + "user:".length() + (slotted ? SessionId.TAG_LENGTH + 2 : 0);
    int to = key.length() - SESSIONS.length();
    return key.startsWith(prefix + "user:") && key.endsWith(SESSIONS) && from < to
        ? decoded(key.substring(from, to)).filter(user -> index(user).equals(key))
        : Optional.empty();
  }

  @Override
  public boolean isSession(String key) {
    return sessionId(key).isPresent();
  }

  @Override
  public List<String> sessions(String user, List<String> ids) {
    return ids.stream().map(id -> session(user, id)).toList();
  }

  @Override
  public boolean isSlotted() {
    return slotted;
  }

  @Override
  public String sessionPattern() {
    return prefix + "session:" + slot(Optional.of("*")) + "*";
  }

  @Override
  public Optional<SessionId> sessionId(String key) {
    String start = prefix + "session:";
    if (!key.startsWith(start)) {
      return Optional.empty();
    }
    String rest = key.substring(start.length());
    return SessionId.parse(slotted ? rest.replaceFirst("^\\{(.*?)}", "$1~") : rest)
        .filter(id -> session(id).equals(Optional.of(key)));
  }

  /** Where a session of this keyspace went at a login. */
  public String moved(SessionId id) {
    return session(id).orElseThrow() + ":moved";
  }

  /** An unused key in the slot of a session's key. */
  public String beside(String session) {
    return session + BESIDE;
  }

  /** As {@link #beside}, but as long as the session's key, so that it takes the same memory. */
  public String besideAlike(String session) {
    return session.substring(0, session.length() - BESIDE.length()) + BESIDE;
  }

  @Override
  public JobKeys sweeps() {
    return job(SWEEP);
  }

  @Override
  public JobKeys migrations() {
    return job(MIGRATE);
  }

  @Override
  public ProbeKeys probe() {
    return probe(SWEEP);
  }

  /** Keys to check permissions with: one of that job, a session's and an index's. */
  public ProbeKeys probe(String job) {
    String tag = slot(Optional.of(job));
    return new ProbeKeys(
        prefix + job + ':' + tag + "probe",
        prefix + "session:" + tag + "probe",
        prefix + "user:" + tag + "probe");
  }

  private JobKeys job(String job) {
    String start = prefix + job + ':' + slot(Optional.of(job));
    return new JobKeys(start + "lease", start + "latest");
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

  /** Percent-decodes a text; the caller checks that encoding it again gives the same text. */
  private static Optional<String> decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%'
          && i + 2 < text.length()
          && HexFormat.isHexDigit(text.charAt(i + 1))
          && HexFormat.isHexDigit(text.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else if (isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0) {
        bytes.write(c);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
