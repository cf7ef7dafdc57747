package dev.sojourn.redis.internal.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;

/**
 * Stores text and JSON in one text: a text unchanged, JSON after {@code =}. A text that begins with
 * {@code =} or a control character gets a {@code =} in front too; JSON never begins with either.
 */
final class TypePrefix {

  private static final char MARK = '=';

  private TypePrefix() {}

  static String text(EncodedValue value) {
    boolean marked = value.kind() == Kind.JSON || isSpecial(value.text());
    return marked ? MARK + value.text() : value.text();
  }

  static EncodedValue value(String text) {
    if (text.isEmpty() || text.charAt(0) != MARK) {
      return EncodedValue.text(text);
    }
    String rest = text.substring(1);
    return isSpecial(rest) ? EncodedValue.text(rest) : EncodedValue.json(rest);
  }

  /** Whether a text could be mistaken for a prefixed one; control characters are other prefixes. */
  private static boolean isSpecial(String text) {
    return !text.isEmpty() && (text.charAt(0) == MARK || text.charAt(0) < ' ');
  }
}
