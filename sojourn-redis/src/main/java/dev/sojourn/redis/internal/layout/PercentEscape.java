package dev.sojourn.redis.internal.layout;

/**
 * Texts of the JSON layout's head, and names of its attributes: {@code "}, {@code \}, {@code %},
 * control characters and a space at the beginning as {@code %} and two hex digits. Such a text is
 * within quotes what it is, in JSON and in a path.
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
   * What was encoded.
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
