package dev.sojourn.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses JSON (RFC 8259) to a bounded depth. Of two members with the same name the last one wins.
 */
final class JsonReader {

  private static final int DEEPEST = 128;
  private static final Pattern SCALAR =
      Pattern.compile("true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private final String text;
  private final Matcher scalar;
  private int at;

  JsonReader(String text) {
    this.text = text;
    this.scalar = SCALAR.matcher(text);
  }

  /**
   * Parses the whole text.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  JsonText value() {
    JsonText value = value(0);
    skipSpace();
    if (at < text.length()) {
      throw malformed();
    }
    return value;
  }

  /** Parses a JSON string. */
  String string() {
    StringBuilder string = new StringBuilder();
    take('"');
    for (char c = next(); c != '"'; c = next()) {
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private JsonText value(int depth) {
    skipSpace();
    if (depth > DEEPEST) {
      throw malformed();
    }
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> elements(depth);
      case '"' -> quoted();
      default -> scalar();
    };
  }

  private JsonText members(int depth) {
    Map<String, JsonText> members = new LinkedHashMap<>();
    take('{');
    if (!takes('}')) {
      do {
        skipSpace();
        String name = string();
        skipSpace();
        take(':');
        members.put(name, value(depth + 1));
      } while (takes(','));
      take('}');
    }
    return new JsonText.Members(members);
  }

  private JsonText elements(int depth) {
    List<JsonText> elements = new ArrayList<>();
    take('[');
    if (!takes(']')) {
      do {
        elements.add(value(depth + 1));
      } while (takes(','));
      take(']');
    }
    return new JsonText.Elements(elements);
  }

  private JsonText quoted() {
    int from = at;
    string();
    return new JsonText.Scalar(text.substring(from, at));
  }

  private JsonText scalar() {
    if (!scalar.region(at, text.length()).lookingAt()) {
      throw malformed();
    }
    at = scalar.end();
    return new JsonText.Scalar(scalar.group());
  }

  private char escaped() {
    char c = next();
    int known = "bfnrt".indexOf(c);
    if (c == 'u') {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    return known < 0 ? c : "\b\f\n\r\t".charAt(known);
  }

  /** Skips the next character if it is this one, and returns whether it was. */
  private boolean takes(char c) {
    skipSpace();
    boolean found = at < text.length() && text.charAt(at) == c;
    at += found ? 1 : 0;
    return found;
  }

  private void take(char c) {
    if (!takes(c)) {
      throw malformed();
    }
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("not JSON");
  }
}
