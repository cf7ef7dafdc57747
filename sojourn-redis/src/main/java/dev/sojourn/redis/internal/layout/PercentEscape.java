package dev.sojourn.redis.internal.layout;

/**
 * Escapes header texts of the JSON layout, and names of its attributes: {@code "}, {@code \},
 * {@code %}, control characters and a leading space become {@code %} and two hex digits. Such a
 * text needs no further escaping between quotes, in JSON and in a path.
 */
final class PercentEscape {

  private PercentEscape() {}

  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '%' || c < ' ' || (c == ' ' && i == 0)) {
        encoded.append(String.format("%%%02x", (int) c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }

  /**
   * The inverse of {@link #encode}.
   *
   * @throws RuntimeException when a {@code %} is not followed by two hex digits
   */
  static String decode(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    char c = (char) Integer.parseInt(text.substring(percent + 1, percent + 3), 16);
    return text.substring(0, percent) + c + decode(text.substring(percent + 3));
  }
}
