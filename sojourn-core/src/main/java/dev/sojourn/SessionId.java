package dev.sojourn;

import dev.sojourn.internal.Base64Url;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The public handle of a session: 128 random bits as 22 characters of base64url. It is used in
 * keys, indexes, logs and messages; knowing it grants no access.
 *
 * <p>In a slotted keyspace the id begins with the tag of its slot and {@code ~}, so that the
 * session's key follows from the id alone.
 *
 * @param value the id as text
 */
public record SessionId(String value) {

  /** Characters of a slot's tag. */
  public static final int TAG_LENGTH = 4;

  private static final int RANDOM_BYTES = 16;
  private static final int TAG_BYTES = 3;
  private static final char TAG_END = '~';

  /**
   * Checks the syntax.
   *
   * @param value the id as text
   * @throws IllegalArgumentException when the text is not a session id
   */
  public SessionId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a session id is 22 characters of canonical base64url, with a slot's tag and '~' before"
              + " them in keyspace 'slotted'");
    }
  }

  /** Parses an id; empty when the text is not one. */
  public static Optional<SessionId> parse(String text) {
    return isValid(text) ? Optional.of(new SessionId(text)) : Optional.empty();
  }

  /** A new id without a tag. */
  public static SessionId random(RandomGenerator random) {
    return new SessionId(randomPart(random));
  }

  /** A new id in the slot of a tag of {@value #TAG_LENGTH} characters of base64url. */
  public static SessionId random(String tag, RandomGenerator random) {
    return new SessionId(tag + TAG_END + randomPart(random));
  }

  /** The tag of the id's slot; empty when it has none. */
  public Optional<String> tag() {
    return value.charAt(tagEnd(value)) == TAG_END
        ? Optional.of(value.substring(0, TAG_LENGTH))
        : Optional.empty();
  }

  /** The 22 random characters. */
  public String randomPart() {
    return tag().isPresent() ? value.substring(TAG_LENGTH + 1) : value;
  }

  @Override
  public String toString() {
    return value;
  }

  private static String randomPart(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }

  private static int tagEnd(String text) {
    return Math.min(TAG_LENGTH, text.length() - 1);
  }

  private static boolean isValid(String text) {
    if (text.length() > TAG_LENGTH && text.charAt(TAG_LENGTH) == TAG_END) {
      return Base64Url.isCanonical(text.substring(0, TAG_LENGTH), TAG_BYTES)
          && Base64Url.isCanonical(text.substring(TAG_LENGTH + 1), RANDOM_BYTES);
    }
    return Base64Url.isCanonical(text, RANDOM_BYTES);
  }
}
