package dev.sojourn;

import dev.sojourn.internal.JsonText;
import dev.sojourn.internal.TextRules;

/**
 * An attribute's value as it is stored: plain text, or any other value as JSON text. Every text is
 * kept as plain text, so that one value has one form.
 *
 * @param kind how to read the text
 * @param text the text or the JSON
 */
public record EncodedValue(Kind kind, String text) {

  /** How an encoded value is to be read. */
  public enum Kind {
    /** The text is the value. */
    TEXT,
    /** The text is compact JSON of a number, truth value, {@code null}, array or object. */
    JSON
  }

  /**
   * Checks the text.
   *
   * @param kind how to read the text
   * @param text the text or the JSON
   * @throws IllegalArgumentException when UTF-8 cannot carry it, or a JSON text is no JSON at first
   *     sight
   */
  public EncodedValue {
    TextRules.requireWellFormed("an attribute's value", text);
    if (kind == Kind.JSON && (text.isEmpty() || "tfn-0123456789[{".indexOf(text.charAt(0)) < 0)) {
      throw new IllegalArgumentException(
          "a JSON value must begin like one and not be a JSON string");
    }
  }

  /** A text value. */
  public static EncodedValue text(String text) {
    return new EncodedValue(Kind.TEXT, text);
  }

  /** A value that is no text, as compact JSON. */
  public static EncodedValue json(String json) {
    return new EncodedValue(Kind.JSON, json);
  }

  /** The value as JSON, a text within quotes. */
  public String asJson() {
    return kind == Kind.TEXT ? JsonText.quoted(text) : text;
  }

  /** Bytes of the text in UTF-8, as counted against a session's limit. */
  public int bytes() {
    return TextRules.utf8Length(text);
  }

  /** The kind and the length; values may be private. */
  @Override
  public String toString() {
    return kind + "[" + text.length() + "]";
  }
}
