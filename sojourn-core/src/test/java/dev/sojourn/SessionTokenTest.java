package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SessionTokenTest {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final SecureRandom random = new SecureRandom();
  private final SessionToken token = SessionToken.random(SessionId.random(random), random);

  @Test
  void aTokenIsItsIdAndASecretOf43Characters() {
    assertThat(token.reveal())
        .startsWith(token.id().value() + ".")
        .matches("[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}");
  }

  @Test
  void aTokenIsReadBackAsItWasHandedOut() {
    for (SessionId id : List.of(SessionId.random(random), SessionId.random("ab-_", random))) {
      SessionToken handedOut = SessionToken.random(id, random);
      SessionToken read = SessionToken.parse(handedOut.reveal()).orElseThrow();
      assertThat(read).isEqualTo(handedOut).hasSameHashCodeAs(handedOut);
      assertThat(read.id()).isEqualTo(id);
      assertThat(read.secretHash()).isEqualTo(handedOut.secretHash());
    }
  }

  @Test
  void twoTokensOfASessionAreTwo() {
    SessionToken other = SessionToken.random(token.id(), random);
    assertThat(other).isNotEqualTo(token);
    assertThat(other.secretHash()).isNotEqualTo(token.secretHash());
    assertThat(token).isNotEqualTo(SessionToken.random(SessionId.random(random), random));
    assertThat((Object) token).isNotEqualTo(token.reveal());
  }

  @Test
  void theSecretIsKeptAsItsSha256() throws Exception {
    byte[] secret = Base64.getUrlDecoder().decode(token.reveal().substring(23));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret);

    assertThat(secret).hasSize(32);
    assertThat(token.secretHash().text())
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
  }

  @Test
  void aTokenShowsItsIdAlone() {
    assertThat(token).hasToString("SessionToken[" + token.id() + ".…]");
    assertThat("" + token + token.secretHash()).doesNotContain(token.reveal().substring(23));
  }

  /** 32 bytes are 42 characters and four bits, so 16 values of the last character are canonical. */
  @Test
  void oneSecretHasOneSpelling() {
    String text = token.reveal();
    List<String> spellings =
        ALPHABET
            .chars()
            .mapToObj(c -> text.substring(0, text.length() - 1) + (char) c)
            .filter(spelling -> SessionToken.parse(spelling).isPresent())
            .toList();

    assertThat(spellings).hasSize(16).contains(text);
    assertThat(spellings.stream().map(s -> SessionToken.parse(s).orElseThrow().secretHash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void malformedTokensAreNoTokens() {
    assertThat(malformed().filter(text -> SessionToken.parse(text).isPresent())).isEmpty();
    assertThat(malformed().count()).isGreaterThanOrEqualTo(5000);
  }

  /** Each character replaced by an invalid one, other lengths, noise, and known attacks. */
  private Stream<String> malformed() {
    String good = token.reveal();
    Stream<String> broken =
        "\u0000\r\n\t '\"%*+/=~.,:;{}[]<>é😀\ud800\uffff"
            .codePoints()
            .mapToObj(Character::toString)
            .flatMap(
                bad ->
                    IntStream.range(0, good.length())
                        .mapToObj(at -> good.substring(0, at) + bad + good.substring(at + 1))
                        .filter(text -> !text.equals(good)));
    Stream<String> lengths = IntStream.range(0, good.length()).mapToObj(n -> good.substring(0, n));
    Stream<String> longer =
        IntStream.range(0, good.length())
            .mapToObj(n -> good.substring(0, n) + "A" + good.substring(n));
    Stream<String> tails = IntStream.range(1, 200).mapToObj(n -> good + "A".repeat(n));
    return Stream.of(broken, lengths, longer, tails, noise(), known(good)).flatMap(texts -> texts);
  }

  /** The same in each run. */
  private static Stream<String> noise() {
    Random seeded = new Random(7);
    return Stream.generate(() -> new byte[seeded.nextInt(130)])
        .limit(3500)
        .map(
            bytes -> {
              seeded.nextBytes(bytes);
              return new String(bytes, StandardCharsets.ISO_8859_1);
            });
  }

  private static Stream<String> known(String good) {
    return Stream.of(
        "",
        ".",
        "..",
        "../../x",
        "'",
        "%00",
        "rO0ABXQABHRlc3Q=",
        "*",
        good + "\r\nSet-Cookie: a=b",
        good.replace('.', '~'),
        good.replace(".", ""),
        good.replace(".", ".."),
        good.replace(".", "%2E"),
        " " + good,
        good + " ",
        good + "=",
        "\"" + good + "\"",
        "x".repeat(64 * 1024),
        good.repeat(1000),
        ".".repeat(66),
        good.substring(23) + "." + good.substring(0, 22),
        new StringBuilder(good).reverse().toString());
  }
}
