package dev.sojourn.internal;

/** Checks of text that comes from outside, so that it can be stored and shown without loss. */
public final class TextRules {

  private TextRules() {}

  /**
   * Checks that a text is well formed, free of control characters, and not too long.
   *
   * @param what names the text in the error
   * @param most the most code points allowed
   * @return the text itself
   * @throws IllegalArgumentException in one sentence that does not repeat the text
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

  /**
   * Checks that a text has no lone surrogate: UTF-8 cannot carry one, so it would come back
   * changed.
   */
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

  /** Bytes of a well-formed text in UTF-8. */
  public static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
