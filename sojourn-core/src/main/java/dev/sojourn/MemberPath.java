package dev.sojourn;

import dev.sojourn.internal.TextRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The path to a member inside an attribute's value: {@code cart.items[0].qty}. A name of letters,
 * digits, {@code _} and {@code -} is written as it is, any other in {@code ["…"]}, with quotes and
 * backslashes escaped by a backslash. There are no wildcards: a path leads to at most one member.
 *
 * @param attribute the attribute's name
 * @param steps from the attribute's value inwards; empty for the attribute itself
 */
public record MemberPath(String attribute, List<Step> steps) {

  /** One step inwards. */
  public sealed interface Step {}

  /**
   * To the member of an object.
   *
   * @param name the member's name
   */
  public record Name(String name) implements Step {

    /**
     * Checks the name.
     *
     * @param name the member's name
     * @throws IllegalArgumentException when it is not a valid name
     */
    public Name {
      TextRules.requireLine("a member's name", name, SizeLimits.LONGEST_NAME);
    }

    @Override
    public String toString() {
      return isPlain(name) ? "." + name : quoted(name);
    }
  }

  /**
   * To the element of an array.
   *
   * @param index counted from 0
   */
  public record Index(int index) implements Step {

    /**
     * Checks the index.
     *
     * @param index counted from 0
     * @throws IllegalArgumentException when it is below 0
     */
    public Index {
      if (index < 0) {
        throw new IllegalArgumentException("an index must be at least 0: " + index);
      }
    }

    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /**
   * Checks the attribute's name and the depth, and copies the steps.
   *
   * @param attribute the attribute's name
   * @param steps from its value inwards
   * @throws IllegalArgumentException when the path is longer than a value may be deep
   */
  public MemberPath {
    SizeLimits.requireName(attribute);
    steps = List.copyOf(steps);
    if (steps.size() > SizeLimits.DEEPEST_VALUE) {
      throw new IllegalArgumentException(
          "a path must have at most " + SizeLimits.DEEPEST_VALUE + " steps below its attribute");
    }
  }

  /** The attribute itself; its name may have any characters. */
  public static MemberPath of(String attribute) {
    return new MemberPath(attribute, List.of());
  }

  /**
   * Parses a path.
   *
   * @throws IllegalArgumentException when the text is not a path
   */
  public static MemberPath parse(String text) {
    return new Parser(text).path();
  }

  /** The last step; empty for the attribute itself. */
  public Optional<Step> last() {
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
  }

  /** The path without its last step; of the attribute itself, that path. */
  public MemberPath parent() {
    return new MemberPath(attribute, steps.subList(0, Math.max(0, steps.size() - 1)));
  }

  /** Whether the other path is this one or leads inside it. */
  public boolean holds(MemberPath other) {
    return attribute.equals(other.attribute)
        && steps.size() <= other.steps.size()
        && steps.equals(other.steps.subList(0, steps.size()));
  }

  /** The path as {@link #parse} reads it. */
  @Override
  public String toString() {
    return (isPlain(attribute) ? attribute : quoted(attribute))
        + steps.stream().map(Step::toString).collect(Collectors.joining());
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty() && name.codePoints().allMatch(MemberPath::isPlain);
  }

  private static boolean isPlain(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private static String quoted(String name) {
    return "[\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
  }

  /** Reads a path from left to right. */
  private static final class Parser {
    private static final int LONGEST_INDEX = 9;

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    MemberPath path() {
      String attribute = at('[') ? name(bracket()) : plain();
      List<Step> steps = new ArrayList<>();
      while (at < text.length()) {
        steps.add(at('[') ? bracket() : dot());
      }
      return new MemberPath(attribute, steps);
    }

    private String name(Step first) {
      if (first instanceof Name name) {
        return name.name();
      }
      throw malformed("must begin with an attribute's name");
    }

    private Step dot() {
      if (!at('.')) {
        throw malformed("goes on with '.', '[0]' or '[\"name\"]' after a name");
      }
      at++;
      return new Name(plain());
    }

    private String plain() {
      int from = at;
      while (at < text.length() && isPlain(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
      if (at == from) {
        throw malformed("needs a name of letters, digits, '_' and '-', or '[\"any name\"]'");
      }
      return text.substring(from, at);
    }

    private Step bracket() {
      at++;
      Step step = at('"') ? new Name(quoted()) : new Index(index());
      if (!at(']')) {
        throw malformed("needs a ']' after a quoted name or an index");
      }
      at++;
      return step;
    }

    private String quoted() {
      StringBuilder name = new StringBuilder();
      for (at++; !at('"'); at++) {
        if (at('\\')) {
          at++;
          if (!at('"') && !at('\\')) {
            throw malformed("has '\\' before '\"' and '\\' alone");
          }
        }
        if (at >= text.length()) {
          throw malformed("has no end of a quoted name");
        }
        name.append(text.charAt(at));
      }
      at++;
      return name.toString();
    }

    private int index() {
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      int digits = at - from;
      if (digits == 0 || digits > LONGEST_INDEX || (digits > 1 && text.charAt(from) == '0')) {
        throw malformed("needs an index like [0], or a name within quotes");
      }
      return Integer.parseInt(text.substring(from, at));
    }

    private boolean at(char c) {
      return at < text.length() && text.charAt(at) == c;
    }

    private IllegalArgumentException malformed(String why) {
      return new IllegalArgumentException(
          "a path like cart.items[0].qty " + why + ", at character " + (at + 1));
    }
  }
}
