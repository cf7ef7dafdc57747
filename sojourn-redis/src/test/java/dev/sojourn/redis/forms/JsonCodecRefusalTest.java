package dev.sojourn.redis.forms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.JsonCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A value that JSON would not give back is refused in a sentence that says why, and quotes no data.
 */
final class JsonCodecRefusalTest {

  private final JsonCodec codec = new JsonCodec();

  record Holder(JsonCodecTest.Base base) {}

  record Loop(List<Object> self) {}

  /** A class whose state Jackson cannot see. */
  static final class Opaque {
    private final int hidden = 1;

    @Override
    public String toString() {
      return "" + hidden;
    }
  }

  /** Written with a member that is not read. */
  static final class Half {
    public String kept = "a";

    public int getSecret() {
      return 0;
    }

    public void setSecret(int value) {
      kept = "" + value;
    }
  }

  record Pet(Animal animal) {}

  interface Animal {}

  record Cat(String name) implements Animal {}

  static Stream<Arguments> lossy() {
    Loop loop = new Loop(new ArrayList<>());
    loop.self().add(loop);
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    Map<Object, String> keys = new HashMap<>(Map.of(1, "a"));
    return Stream.of(
            new Holder(new JsonCodecTest.Sub()),
            new Opaque(),
            new Object(),
            List.of(new Opaque()),
            Map.of("a", List.of(new Opaque())),
            keys,
            Thread.currentThread(),
            (Runnable) () -> {},
            loop,
            itself,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NaN,
            List.of(Double.NaN),
            DoubleNode.valueOf(Double.NaN),
            MissingNode.getInstance(),
            new Half(),
            new Pet(new Cat("ada")))
        .map(value -> Arguments.of(value));
  }

  @ParameterizedTest
  @MethodSource("lossy")
  void aValueThatWouldNotComeBackIsRefusedWhenItIsSet(Object value) {
    assertThatThrownBy(() -> codec.encode(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRefusalNamesTheClassAndTheReasonAndNotTheValue() {
    assertRefused(Map.of("password", new Opaque()), "Opaque has no properties");
    assertRefused(new Pet(new Cat("password")), "Pet", "property 'animal'", "Animal is abstract");
    assertRefused(
        new Holder(new JsonCodecTest.Sub()), "Holder would be read back with another 'base'");
    assertRefused(Map.of(1, "password"), "of class java.lang.Integer; keys must be text");
    assertRefused(Double.NaN, "no number");
    assertRefused(deep(SizeLimits.DEEPEST_VALUE + 1), "nested more than 16 deep");
  }

  private void assertRefused(Object value, String... reasons) {
    assertThatThrownBy(() -> codec.encode(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(reasons)
        .hasMessageNotContaining("password")
        .hasNoCause();
  }

  private static List<Object> deep(int depth) {
    return depth == 1 ? List.of() : List.of(deep(depth - 1));
  }

  @Test
  void aValueThatCannotBeReadIsNotQuoted() {
    EncodedValue stored = EncodedValue.json("{\"corners\":\"password\"}");
    assertThatThrownBy(() -> codec.decode(stored, JsonCodecTest.Shape.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Shape", "property 'corners'")
        .hasMessageNotContaining("password")
        .hasNoCause();
  }
}
