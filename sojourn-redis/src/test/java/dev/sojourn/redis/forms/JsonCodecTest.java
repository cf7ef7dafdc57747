package dev.sojourn.redis.forms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.redis.JsonCodec;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** A value is decoded equal, or rejected when it is set; stored data never chooses a class. */
final class JsonCodecTest {

  private final JsonCodec codec = new JsonCodec();

  enum Verification {
    REQUIRED {
      @Override
      public String toString() {
        return "required";
      }
    },
    DISCOURAGED
  }

  record Challenge(String text, Verification verification, Optional<Duration> timeout) {}

  record Nested(Challenge challenge, List<Challenge> more, Map<String, Integer> counts) {}

  record Shape(double area, Integer corners) {}

  static Stream<Arguments> supported() {
    return each(
        "text",
        "",
        true,
        7,
        7L,
        Long.MAX_VALUE,
        (short) 7,
        (byte) 7,
        1.5,
        0.1f,
        Double.MIN_VALUE,
        new BigDecimal("1.10"),
        new BigDecimal("12345678901234567890.123456789"),
        new BigInteger("123456789012345678901234567890"),
        'x',
        Verification.REQUIRED,
        DayOfWeek.MONDAY,
        Optional.of("text"),
        Optional.empty(),
        new Challenge("abc", Verification.REQUIRED, Optional.of(Duration.ofMinutes(5))),
        new Nested(
            new Challenge("abc", Verification.DISCOURAGED, Optional.empty()),
            List.of(new Challenge("def", Verification.REQUIRED, Optional.empty())),
            Map.of("a", 1)),
        new Shape(1.0, null),
        new int[] {1, 2},
        new byte[] {1, 2, -3},
        new String[] {"a", "b"},
        Instant.ofEpochSecond(1_764_007_200, 123_456_789),
        LocalDate.of(2025, 2, 28),
        Duration.ofNanos(1),
        UUID.fromString("00000000-0000-0001-0000-000000000002"),
        URI.create("https://example.org/?a=b#c"),
        Locale.GERMANY);
  }

  /** One argument each, arrays too. */
  private static Stream<Arguments> each(Object... values) {
    return Stream.of(values).map(value -> Arguments.of(value));
  }

  @ParameterizedTest
  @MethodSource("supported")
  void aValueComesBackEqual(Object value) {
    Object back = codec.decode(codec.encode(value), readAs(value));
    assertThat(Objects.deepEquals(back, value)).as("%s, was %s", back, value).isTrue();
    assertThat(back).hasSameClassAs(value);
  }

  /** An enum constant may have a class of its own, which no caller would name. */
  private static Class<?> readAs(Object value) {
    return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
  }

  @Test
  void containersComeBackAsTheReaderNamesThem() {
    List<Challenge> list = List.of(new Challenge("a", Verification.REQUIRED, Optional.empty()));
    assertThat(codec.decode(codec.encode(list), new TypeReference<List<Challenge>>() {}.getType()))
        .isEqualTo(list);
    Map<String, Set<Long>> map = new TreeMap<>(Map.of("a", Set.of(1L, 2L), "b", Set.of()));
    Type type = new TypeReference<TreeMap<String, Set<Long>>>() {}.getType();
    assertThat(codec.decode(codec.encode(map), type)).isEqualTo(map);
    List<String> withNull = Arrays.asList("a", null);
    assertThat(codec.decode(codec.encode(withNull), List.class)).isEqualTo(withNull);
  }

  @Test
  void everyTextIsPlainText() {
    assertThat(codec.encode("3")).isEqualTo(EncodedValue.text("3"));
    assertThat(codec.encode(CharBuffer.wrap("x"))).isEqualTo(EncodedValue.text("x"));
    assertThat(codec.encode(Verification.DISCOURAGED).kind()).isEqualTo(Kind.TEXT);
    assertThat(codec.encode(new byte[] {1})).isEqualTo(EncodedValue.text("AQ=="));
    assertThat(codec.encode(3)).isEqualTo(EncodedValue.json("3"));
    assertThat(codec.encode(List.of())).isEqualTo(EncodedValue.json("[]"));
    assertThat(codec.encode("a/b")).isEqualTo(EncodedValue.text("a/b"));
    assertThat(codec.encode(List.of("a/b"))).isEqualTo(EncodedValue.json("[\"a/b\"]"));
  }

  static class Base {
    public int a = 1;

    @Override
    public boolean equals(Object other) {
      return other instanceof Base base && base.a == a;
    }

    @Override
    public int hashCode() {
      return a;
    }
  }

  static final class Sub extends Base {
    public int b = 2;

    @Override
    public boolean equals(Object other) {
      return other instanceof Sub sub && super.equals(sub) && sub.b == b;
    }

    @Override
    public int hashCode() {
      return b;
    }
  }

  /** As many frameworks want it: no equals. */
  public static class Bean {
    private String name = "";
    private List<Bean> parts = new ArrayList<>();

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public List<Bean> getParts() {
      return parts;
    }

    public void setParts(List<Bean> parts) {
      this.parts = parts;
    }

    static Bean named(String name, Bean... parts) {
      Bean bean = new Bean();
      bean.setName(name);
      bean.setParts(new ArrayList<>(List.of(parts)));
      return bean;
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  record Mixed(byte[] bytes, int[][] numbers, Collection<String> tags, Set<Integer> set) {}

  static Stream<Arguments> withoutEquals() {
    return each(
        Bean.named("a", Bean.named("b")),
        List.of(Bean.named("a"), Bean.named("b")),
        Map.of("a", List.of(Bean.named("b"))),
        new Bean[] {Bean.named("a")},
        new Mixed(
            new byte[] {1}, new int[][] {{1}, {}}, Set.of("a", "b"), Set.of(5, 1, 1 << 16, 17)),
        new AtomicInteger(3),
        Optional.of(new Shape(1, 2)),
        new Object[] {1, 2L, 1.5, -0.0});
  }

  @ParameterizedTest
  @MethodSource("withoutEquals")
  void aValueNeedsNoEquals(Object value) {
    EncodedValue stored = codec.encode(value);
    EncodedValue again = codec.encode(codec.decode(stored, named(value)));
    assertThat(again.text()).hasSameSizeAs(stored.text());
  }

  private static Class<?> named(Object value) {
    return value instanceof List ? List.class : value instanceof Map ? Map.class : value.getClass();
  }

  @Test
  void negativeZeroKeepsItsSign() {
    assertThat(codec.decode(codec.encode(-0.0), Double.class)).isEqualTo(-0.0);
    assertThat(codec.decode(codec.encode(-0.0f), Float.class)).isEqualTo(-0.0f);
    Shape shape = new Shape(-0.0, 1);
    assertThat(codec.decode(codec.encode(shape), Shape.class)).isEqualTo(shape);
    EncodedValue tree = codec.encode(List.of(-0.0, new BigDecimal("1.10")));
    assertThat(codec.encode(codec.decode(tree, JsonNode.class))).isEqualTo(tree);
    assertThat(codec.encode(codec.decode(tree, List.class))).isEqualTo(tree);
    double[] array = {-0.0, 0.0};
    assertThat(codec.decode(codec.encode(array), double[].class)).isEqualTo(array);
  }

  @Test
  void aSubclassComesBackAsItself() {
    assertThat(codec.decode(codec.encode(new Sub()), Sub.class)).isEqualTo(new Sub());
  }

  @Test
  void aDecodedValueIsSharedWithNobody() {
    EncodedValue stored = codec.encode(List.of(1));
    assertThat(codec.decode(stored, List.class)).isNotSameAs(codec.decode(stored, List.class));
  }
}
