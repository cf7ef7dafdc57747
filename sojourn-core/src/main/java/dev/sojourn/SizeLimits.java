package dev.sojourn;

import dev.sojourn.internal.TextRules;
import java.util.Map;

/**
 * How much a session may hold. The codec limits the depth of nesting.
 *
 * @param sessionBytes maximum size of all attributes, names and values, in bytes of UTF-8
 * @param attributes maximum number of attributes
 */
public record SizeLimits(int sessionBytes, int attributes) {

  /** 64 KiB and 128 attributes. */
  public static final SizeLimits DEFAULT = new SizeLimits(64 * 1024, 128);

  /** No limits. */
  public static final SizeLimits NONE = new SizeLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Maximum length of an attribute's name in code points. */
  public static final int LONGEST_NAME = 128;

  /** Deepest nesting of an attribute's value. */
  public static final int DEEPEST_VALUE = 16;

  /**
   * Checks the numbers.
   *
   * @param sessionBytes maximum size in bytes
   * @param attributes maximum number of attributes
   * @throws IllegalArgumentException when one is below 1
   */
  public SizeLimits {
    if (sessionBytes < 1 || attributes < 1) {
      throw new IllegalArgumentException("the limits of a session must be at least 1");
    }
  }

  /**
   * Checks an attribute's name: 1 to {@value #LONGEST_NAME} code points without control characters.
   *
   * @return the name itself
   * @throws IllegalArgumentException when it is not such a name
   */
  public static String requireName(String name) {
    return TextRules.requireLine("an attribute's name", name, LONGEST_NAME);
  }

  /**
   * Checks a session's attributes.
   *
   * @throws SessionTooLarge when there are too many, or they are too large
   */
  public void require(Map<String, EncodedValue> all) {
    if (all.size() > attributes || bytes(all) > sessionBytes) {
      throw tooLarge();
    }
  }

  /** The exception for a session that would exceed these limits. */
  public SessionTooLarge tooLarge() {
    return new SessionTooLarge(this);
  }

  private static long bytes(Map<String, EncodedValue> all) {
    long bytes = 0;
    for (Map.Entry<String, EncodedValue> attribute : all.entrySet()) {
      bytes += TextRules.utf8Length(attribute.getKey()) + (long) attribute.getValue().bytes();
    }
    return bytes;
  }
}
