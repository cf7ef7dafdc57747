package dev.sojourn.internal;

/** Checks of external text, so that it can be stored and displayed without loss. */
public final class TextRules {

  private TextRules() {}

  /**
   * Checks that a text is well formed, free of control characters, and not too long.
   *
   * @param what names the text in the error
   * @param most the maximum number of code points
   * @return the text itself
   * @throws IllegalArgumentException when it is not; the message does not contain the text
   */
  public static String requireLine(String what, String text, int most) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) > most) {
      throw new IllegalArgumentException(what + " must have 1 to " + most + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new IllegalArgumentException(what + " must not contain control characters");
      }
    }
    return requireWellFormed(what, text);
  }

  /** Checks that a text has no lone surrogates, which UTF-8 cannot encode. */
  public static String requireWellFormed(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.codePointAt(text, i) < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
          throw new IllegalArgumentException(what + " must not contain lone surrogates");
        }
        i++;
      }
    }
    return text;
  }

  /** The length of a well-formed text in bytes of UTF-8. */
  public static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
