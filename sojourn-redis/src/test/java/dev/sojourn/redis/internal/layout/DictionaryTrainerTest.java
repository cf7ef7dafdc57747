package dev.sojourn.redis.internal.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.internal.layout.DictionaryTrainer.Owned;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A dictionary has what several owners have in common, and no private data. */
final class DictionaryTrainerTest {

  private static final int MOST = 4096;
  private static final int LEAST = DictionaryTrainer.LEAST_OWNERS;

  @Test
  void whatManyHaveIsInIt() {
    String dictionary = dictionary(many(50));
    assertThat(dictionary).contains("\"theme\":\"dark\",\"locale\":\"de-DE\",\"token\":\"");
  }

  /** A value of one owner is private, however many of their sessions have it. */
  @Test
  void noSecretOfOneOwnerIsInIt() {
    List<Owned> texts = many(50);
    for (int i = 0; i < 100; i++) {
      texts.add(new Owned("ada", text("ada's own secret, hunter2-hunter2", i)));
    }
    String dictionary = dictionary(texts);
    assertThat(dictionary).contains("\"theme\":\"dark\"");
    texts.stream()
        .map(owned -> owned.text().replaceFirst(".*\"token\":\"([^\"]*)\".*", "$1"))
        .forEach(secret -> assertNoPieceOf(secret, dictionary));
  }

  private static void assertNoPieceOf(String secret, String dictionary) {
    for (int i = 0; i + 8 <= secret.length(); i++) {
      assertThat(dictionary).doesNotContain(secret.substring(i, i + 8));
    }
  }

  @Test
  void whatTooFewHaveIsNotInIt() {
    for (int owners : new int[] {LEAST - 1, LEAST}) {
      List<Owned> texts = many(50);
      IntStream.range(0, owners)
          .forEach(i -> texts.add(new Owned("few" + i, text("shared-by-few", 0))));
      assertThat(dictionary(texts).contains("shared-by-few")).isEqualTo(owners == LEAST);
    }
  }

  /** Every gram of it is common, the whole is not. */
  @Test
  void whatOnlyItsPiecesAreCommonOfIsNotInItWhole() {
    List<Owned> texts = new ArrayList<>();
    String whole = "abcdefghijklmnop";
    for (int i = 0; i + 7 <= whole.length(); i++) {
      for (int owner = 0; owner < LEAST; owner++) {
        texts.add(new Owned("u" + i + "-" + owner, "#" + i + whole.substring(i, i + 7) + owner));
      }
    }
    for (int i = 0; i < 2 * LEAST; i++) {
      texts.add(new Owned("ada", whole + i));
    }
    String dictionary = dictionary(texts);
    assertThat(dictionary).contains("abcdefg").doesNotContain("abcdefgh");
  }

  @Test
  void ofTheSameTextsItIsTheSame() {
    List<Owned> texts = many(200);
    String one = dictionary(texts);
    Collections.shuffle(texts, new Random(3));
    assertThat(dictionary(texts)).isEqualTo(one);
  }

  @Test
  void theMostCommonStandsAtItsEndAndItIsNoLongerThanWanted() {
    List<Owned> texts = many(50);
    IntStream.range(0, 2 * LEAST)
        .forEach(i -> texts.add(new Owned("few" + i, "something rarer" + i)));
    String dictionary = dictionary(texts);
    assertThat(dictionary.indexOf("something rarer")).isLessThan(dictionary.indexOf("theme"));
    assertThat(DictionaryTrainer.dictionary(texts, 60).orElseThrow().length())
        .isLessThanOrEqualTo(60);
  }

  @Test
  void ofNothingInCommonThereIsNone() {
    assertThat(DictionaryTrainer.dictionary(List.of(), MOST)).isEmpty();
    assertThat(DictionaryTrainer.dictionary(many(LEAST - 1), MOST)).isEmpty();
    assertThat(DictionaryTrainer.dictionary(List.of(new Owned("a", "x")), MOST))
        .isEqualTo(Optional.empty());
  }

  private static String dictionary(List<Owned> texts) {
    return new String(DictionaryTrainer.dictionary(texts, MOST).orElseThrow().bytes(), UTF_8);
  }

  private static List<Owned> many(int owners) {
    Random random = new Random(5);
    List<Owned> texts = new ArrayList<>();
    for (int i = 0; i < owners; i++) {
      texts.add(new Owned("user" + i, text(Long.toHexString(random.nextLong()), i)));
    }
    return texts;
  }

  private static String text(String token, int visits) {
    return "{\"theme\":\"dark\",\"locale\":\"de-DE\",\"token\":\""
        + token
        + "\",\"visits\":"
        + visits
        + "}";
  }
}
