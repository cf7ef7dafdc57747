package dev.sojourn.redis.internal.layout;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes header texts of the string layout: {@code "}, {@code \} and control characters become the
 * JSON escape of four hex digits, so that scripts find the end of a text by the next quote.
 */
final class JsonEscape {

  private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");

  private JsonEscape() {}

  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ') {
        encoded.append(String.format("\\u%04x", (int) c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }

  /** The inverse of {@link #encode}. */
  static String decode(String text) {
    return text.indexOf('\\') < 0
        ? text
        : ESCAPED
            .matcher(text)
            .replaceAll(
                escaped ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(escaped.group(1), 16))));
  }
}
