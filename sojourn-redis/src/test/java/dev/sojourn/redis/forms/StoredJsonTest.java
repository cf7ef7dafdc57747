package dev.sojourn.redis.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.JsonCodec;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Law 8: what Redis holds is data, never code; bad data only fails to decode. */
final class StoredJsonTest {

  private final JsonCodec codec = new JsonCodec();

  static final AtomicInteger MADE = new AtomicInteger();

  /** A class that an attacker would like to be instantiated. */
  public static class Gadget {
    public Gadget() {
      MADE.incrementAndGet();
    }

    public void setCommand(String command) {
      MADE.incrementAndGet();
    }
  }

  /** Class names in stored data stay text, in every notation that JSON libraries know. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"%s\",{}]",
        "[\"%s\",{\"command\":\"x\"}]",
        "{\"@class\":\"%s\",\"command\":\"x\"}",
        "{\"@type\":\"%s\"}",
        "{\"@c\":\"%s\"}",
        "{\"class\":\"%s\"}",
        "{\"$type\":\"%s\"}",
        "{\"a\":[\"%s\",{}]}"
      })
  void whatIsStoredNeverChoosesAClass(String form) {
    String json = form.formatted(Gadget.class.getName());
    for (Type type : List.of(Object.class, JsonNode.class, Map.class, List.class)) {
      try {
        Object read = codec.decode(EncodedValue.json(json), type);
        assertThat(List.of("java.util", "tools.jackson.databind.node"))
            .contains(read.getClass().getPackageName());
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining(type.getTypeName());
      }
    }
    assertThat(MADE).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1", "{\"a\":}", "3 4", "[]x", "nul", "{'a':1}", "[1,]", "null"})
  void whatIsNoJsonOfThatTypeIsAnArgumentThatIsWrong(String json) {
    assertThatThrownBy(() -> codec.decode(EncodedValue.json(json), Integer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "it is not JSON|it is a JSON null|Jackson cannot read it as java.lang.Integer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2147483648", "-1e-2147483649", "[1e99999999999]"})
  void aNumberThatIsOutOfRangeIsAnArgumentThatIsWrong(String json) {
    for (Type type : List.of(JsonNode.class, Object.class)) {
      assertThatThrownBy(() -> codec.decode(EncodedValue.json(json), type))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("9");
    }
  }

  @Test
  void nestingIsLimited() {
    assertThat(codec.encode(nested(SizeLimits.DEEPEST_VALUE)).text())
        .hasSize(2 * SizeLimits.DEEPEST_VALUE);
    assertThatThrownBy(() -> codec.encode(nested(SizeLimits.DEEPEST_VALUE + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    EncodedValue deep = EncodedValue.json("[".repeat(10_000) + "]".repeat(10_000));
    assertThatThrownBy(() -> codec.decode(deep, JsonNode.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Object nested(int depth) {
    return depth == 0 ? List.of() : depth == 1 ? List.of() : List.of(nested(depth - 1));
  }
}
