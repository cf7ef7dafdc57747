package dev.sojourn.redis.internal.layout;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides which JSON the JSON data type preserves. The type stores numbers in 64 bits, so {@code
 * 1.10} is returned as {@code 1.1}, {@code 1e2} as {@code 100.0}, and thirty digits lose precision;
 * it drops spaces between tokens; and it rejects half of a surrogate pair.
 */
final class LosslessJson {

  private static final int MAX_DIGITS = 15;
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|-?[0-9][0-9.eE+-]*|[ \\t\\r\\n]");
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]*");
  private static final Pattern FRACTION =
      Pattern.compile("-?(?!0\\.0000)(?:0|[1-9][0-9]*)\\.(?:0|[0-9]*[1-9])");
  private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

  private LosslessJson() {}

  /** Whether every number is returned as it was written, and every text as an equal one. */
  static boolean keeps(String json) {
    Matcher tokens = TOKEN.matcher(json);
    while (tokens.find()) {
      if (!keepsToken(tokens.group())) {
        return false;
      }
    }
    return true;
  }

  private static boolean keepsToken(String token) {
    if (token.isBlank()) {
      return false;
    }
    if (token.charAt(0) == '"') {
      return !SURROGATE.matcher(token).find();
    }
    return token.chars().filter(Character::isDigit).count() <= MAX_DIGITS
        && (WHOLE.matcher(token).matches() || FRACTION.matcher(token).matches());
  }
}
