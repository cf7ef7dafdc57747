package dev.sojourn.redis.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.testkit.DifficultTexts;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored names of attributes are unique and reversible. */
final class NamingTest {

  private static final ShortNames SHORT =
      new ShortNames(Map.of("role", "x", "x", "role", "cart", "y"));

  static Stream<Naming> namings() {
    return Stream.of(Naming.READABLE, Naming.compact(ShortNames.NONE), Naming.compact(SHORT));
  }

  @ParameterizedTest
  @MethodSource("namings")
  void everyAttributeIsCalledSomethingElseAndComesBack(Naming naming) {
    List<String> names =
        Stream.concat(DifficultTexts.NAMES.stream(), Stream.of("role", "x", "cart", "y", "@y", "k"))
            .distinct()
            .toList();
    assertThat(names.stream().map(naming::field)).doesNotHaveDuplicates();
    assertThat(names.stream().map(naming::entry)).doesNotHaveDuplicates();
    assertThat(names)
        .allMatch(name -> naming.attributeOfField(naming.field(name)).equals(name))
        .allMatch(name -> naming.attributeOfEntry(naming.entry(name)).equals(name))
        .allMatch(name -> naming.memberOf(naming.field(name)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"role, x", "x, role", "cart, y", "y, @y", "s, @s", "secret, @secret", "@a, @@a"})
  void aShortNameOfAnotherIsEscaped(String attribute, String field) {
    assertThat(Naming.compact(SHORT).field(attribute)).isEqualTo(field);
  }

  @Test
  void aDocumentWithoutShortNamesNeedsNoEscape() {
    assertThat(Naming.compact(ShortNames.NONE).entry("@secret")).isEqualTo("@secret");
    assertThat(Naming.compact(SHORT).entry("secret")).isEqualTo("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "k", "t", "secret", "browser", "@x"})
  void noShortNameIsOneOfOurs(String shortName) {
    assertThatThrownBy(() -> new ShortNames(Map.of("role", shortName)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + shortName + "'");
  }

  @Test
  void noShortNameIsOfTwoAttributes() {
    assertThatThrownBy(() -> new ShortNames(Map.of("role", "x", "cart", "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theirIdIsOfAllOfThem() {
    assertThat(new ShortNames(Map.of("role", "x", "x", "role", "cart", "y")).id())
        .isEqualTo(SHORT.id())
        .hasSize(8);
    assertThat(new ShortNames(Map.of("role", "x")).id()).isNotEqualTo(SHORT.id());
    assertThat(ShortNames.NONE.id()).isEmpty();
  }
}
