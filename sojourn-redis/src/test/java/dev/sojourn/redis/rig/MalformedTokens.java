package dev.sojourn.redis.rig;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts that are not tokens (A4), some of them almost. */
public final class MalformedTokens {

  private static final String ID = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final String SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private MalformedTokens() {}

  public static Stream<String> all() {
    return Stream.of(written(), ofWrongLength(), withOneCharacterWrong()).flatMap(texts -> texts);
  }

  private static Stream<String> written() {
    return Stream.of(
        "",
        ".",
        ID,
        SECRET,
        ID + "." + SECRET + ".",
        ID + "." + SECRET + "\r\nFLUSHALL",
        ID + ".." + SECRET.substring(1),
        ID + "." + SECRET.substring(1) + "B", // not canonical: bits beyond the 256
        ID.substring(1) + "B." + SECRET,
        "../../" + ID.substring(6) + "." + SECRET,
        "abc~" + ID + "." + SECRET,
        "{abc}~" + ID + "." + SECRET,
        "*." + SECRET,
        "rO0ABXQA" + ID + "." + SECRET,
        "%00" + ID.substring(3) + "." + SECRET,
        "\u0000".repeat(66),
        "ä".repeat(66),
        "x".repeat(64 * 1024));
  }

  private static Stream<String> ofWrongLength() {
    return IntStream.range(0, 80)
        .filter(length -> length != SECRET.length())
        .mapToObj(length -> ID + "." + "A".repeat(length));
  }

  private static Stream<String> withOneCharacterWrong() {
    String token = ID + "." + SECRET;
    return IntStream.range(0, token.length())
        .boxed()
        .flatMap(
            at ->
                List.of(" ", "*", "+", "/", "=", "\n", "é").stream()
                    .map(wrong -> token.substring(0, at) + wrong + token.substring(at + 1)));
  }
}
