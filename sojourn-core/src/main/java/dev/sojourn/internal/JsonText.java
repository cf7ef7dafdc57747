package dev.sojourn.internal;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A parsed JSON value; scalars keep their spelling. */
public sealed interface JsonText {

  /** A string with its quotes, a number, a boolean, or {@code null}. */
  record Scalar(String text) implements JsonText {
    boolean isNull() {
      return text.equals("null");
    }
  }

  /** An array. */
  record Elements(List<JsonText> all) implements JsonText {
    public Elements {
      all = List.copyOf(all);
    }
  }

  /** An object, with its members in order. */
  record Members(Map<String, JsonText> all) implements JsonText {
    static final Members NONE = new Members(Map.of());
  }

  /** Parses an attribute's value. */
  static JsonText of(EncodedValue value) {
    return value.kind() == Kind.TEXT
        ? new Scalar(quoted(value.text()))
        : new JsonReader(value.text()).value();
  }

  /** This value as an attribute's value. */
  default EncodedValue encoded() {
    String text = text();
    return text.charAt(0) == '"'
        ? EncodedValue.text(new JsonReader(text).string())
        : EncodedValue.json(text);
  }

  /** Compact JSON. */
  default String text() {
    if (this instanceof Elements elements) {
      return elements.all().stream().map(JsonText::text).collect(Collectors.joining(",", "[", "]"));
    }
    if (this instanceof Members members) {
      return members.all().entrySet().stream()
          .map(member -> quoted(member.getKey()) + ":" + member.getValue().text())
          .collect(Collectors.joining(",", "{", "}"));
    }
    return ((Scalar) this).text();
  }

  /** The depth of nested arrays and objects. */
  default int depth() {
    if (this instanceof Elements elements) {
      return 1 + elements.all().stream().mapToInt(JsonText::depth).max().orElse(0);
    }
    return this instanceof Members members
        ? 1 + members.all().values().stream().mapToInt(JsonText::depth).max().orElse(0)
        : 0;
  }

  /** This value after a merge patch (RFC 7396). */
  default JsonText merged(JsonText patch) {
    if (!(patch instanceof Members changes)) {
      return patch;
    }
    Members old = this instanceof Members members ? members : Members.NONE;
    Map<String, JsonText> merged = new LinkedHashMap<>(old.all());
    changes
        .all()
        .forEach(
            (name, value) -> {
              if (value instanceof Scalar scalar && scalar.isNull()) {
                merged.remove(name);
              } else {
                merged.put(name, merged.getOrDefault(name, Members.NONE).merged(value));
              }
            });
    return new Members(merged);
  }

  /** A text as a JSON string; only what must be escaped is. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int known = "\"\\\b\f\n\r\t".indexOf(c);
      if (known >= 0) {
        quoted.append('\\').append("\"\\bfnrt".charAt(known));
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
