package dev.sojourn;

import dev.sojourn.spi.AttributeCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A codec of texts, whole numbers, and lists of whole numbers. */
final class TinyCodec implements AttributeCodec {

  @Override
  public EncodedValue encode(Object value) {
    if (value instanceof String text) {
      return EncodedValue.text(text);
    }
    if (value instanceof Integer number) {
      return EncodedValue.json(number.toString());
    }
    if (value instanceof List<?> numbers) {
      return EncodedValue.json(
          numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
    }
    throw new IllegalArgumentException("this codec does not know " + value.getClass().getName());
  }

  @Override
  public Object decode(EncodedValue stored, Type type) {
    if (type == String.class && stored.kind() == EncodedValue.Kind.TEXT) {
      return stored.text();
    }
    if ((type == Integer.class || type == int.class) && stored.kind() == EncodedValue.Kind.JSON) {
      return Integer.valueOf(stored.text());
    }
    if ((type == List.class || type.getTypeName().equals("java.util.List<java.lang.Integer>"))
        && stored.text().startsWith("[")) {
      return numbers(stored.text().substring(1, stored.text().length() - 1));
    }
    throw new IllegalArgumentException("not readable as " + type.getTypeName());
  }

  private static List<Integer> numbers(String text) {
    return text.isEmpty()
        ? new ArrayList<>()
        : new ArrayList<>(Stream.of(text.split(",", -1)).map(Integer::valueOf).toList());
  }
}
