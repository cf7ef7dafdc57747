package dev.sojourn;

import dev.sojourn.internal.JsonText;
import dev.sojourn.internal.TextRules;

/**
 * An attribute's value as it is stored: a text as it is, any other value as JSON. A text is never
 * stored as a JSON string, so every value has one encoding.
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
   * @throws IllegalArgumentException when the text cannot be encoded in UTF-8, or a JSON text does
   *     not begin like JSON
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

  /** A value other than a text, as compact JSON. */
  public static EncodedValue json(String json) {
    return new EncodedValue(Kind.JSON, json);
  }

  /** Whether this is a JSON null. */
  public boolean isNull() {
    return kind == Kind.JSON && text.equals("null");
  }

  /** The value as JSON; a text in quotes. */
  public String asJson() {
    return kind == Kind.TEXT ? JsonText.quoted(text) : text;
  }

  /** The length in bytes of UTF-8, as counted against a session's size limit. */
  public int bytes() {
    return TextRules.utf8Length(text);
  }

  /** The kind and the length; values may be private. */
  @Override
  public String toString() {
    return kind + "[" + text.length() + "]";
  }
}
