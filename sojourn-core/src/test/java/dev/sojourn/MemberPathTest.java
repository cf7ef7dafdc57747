package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.MemberPath.Index;
import dev.sojourn.MemberPath.Name;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path leads to one member, and has one syntax. */
final class MemberPathTest {

  @Test
  void aPathIsReadStepByStep() {
    assertThat(MemberPath.parse("cart.items[0].qty"))
        .isEqualTo(
            new MemberPath("cart", List.of(new Name("items"), new Index(0), new Name("qty"))));
    assertThat(MemberPath.parse("cart")).isEqualTo(MemberPath.of("cart"));
    assertThat(MemberPath.parse("[\"a.b\"][\"c\\\"\\\\ $*\"][10]"))
        .isEqualTo(new MemberPath("a.b", List.of(new Name("c\"\\ $*"), new Index(10))));
    assertThat(MemberPath.parse("корзина.鍵-1_x"))
        .isEqualTo(new MemberPath("корзина", List.of(new Name("鍵-1_x"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cart.items[0].qty", "[\"a.b\"].c[\"d e\"][0][1]", "[\"\\\"\\\\\"]", "a[\"😀\"]"})
  void aPathIsSpelledAsItIsRead(String text) {
    assertThat(MemberPath.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".a",
        "a.",
        "a..b",
        "a b",
        "$.a",
        "a.*",
        "a[*]",
        "a[",
        "a[]",
        "a[-1]",
        "a[01]",
        "a[1",
        "a[1:2]",
        "a['b']",
        "a[\"b]",
        "a[\"b\"",
        "a[\"b\"]c",
        "a[\"\\u0041\"]",
        "a[\"b\\",
        "a[\"\"]",
        "[0]",
        "a[1234567890]",
        "a/b",
        "a[?(@)]",
        "a.b\n",
        "a[\"\n\"]"
      })
  void whatIsNoPathIsRefusedInOneSentence(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemberPath.parse(text))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").isNotEmpty());
  }

  @Test
  void namesAndDepthHaveTheLimitsOfAttributes() {
    String longest = "x".repeat(SizeLimits.LONGEST_NAME);
    assertThat(MemberPath.parse(longest + "." + longest).steps()).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> MemberPath.parse("a." + longest + "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> MemberPath.parse(longest + "x.a"));
    MemberPath deepest = MemberPath.parse("a" + "[0]".repeat(SizeLimits.DEEPEST_VALUE));
    assertThatIllegalArgumentException().isThrownBy(() -> MemberPath.parse(deepest + "[0]"));

    EncodedValue one = EncodedValue.json("1");
    assertThat(new MemberChange.SetTo(deepest, one).path()).isEqualTo(deepest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemberChange.SetTo(deepest, EncodedValue.json("[]")));
    assertThatIllegalArgumentException().isThrownBy(() -> new MemberChange.Append(deepest, one));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemberChange.Merge(deepest, EncodedValue.json("{}")));
  }

  @Test
  void aPatchIsAnObject() {
    for (EncodedValue value : List.of(EncodedValue.text("{}"), EncodedValue.json("[]"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new MemberChange.Merge(MemberPath.of("a"), value))
          .withMessage("what is merged must be an object, such as a map");
    }
  }

  @Test
  void aPlaceHoldsWhatLiesWithinIt() {
    MemberPath items = MemberPath.parse("cart.items");
    assertThat(items.holds(items)).isTrue();
    assertThat(items.holds(MemberPath.parse("cart.items[0]"))).isTrue();
    assertThat(items.holds(MemberPath.of("cart"))).isFalse();
    assertThat(items.holds(MemberPath.parse("cart.total"))).isFalse();
    assertThat(items.holds(MemberPath.parse("other.items"))).isFalse();
    assertThat(items.parent()).isEqualTo(MemberPath.of("cart"));
  }
}
