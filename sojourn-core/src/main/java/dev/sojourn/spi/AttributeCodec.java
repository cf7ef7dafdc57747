package dev.sojourn.spi;

import dev.sojourn.EncodedValue;
import java.lang.reflect.Type;

/** Between an attribute's value and its stored form. Thread-safe. */
public interface AttributeCodec {

  /**
   * The stored form of a value. A text is always {@link EncodedValue.Kind#TEXT}.
   *
   * @throws IllegalArgumentException when decoding it as the value's own class would not give an
   *     equal value, or when it is nested too deeply; in one sentence without the value
   */
  EncodedValue encode(Object value);

  /**
   * A new value of that type, shared with nobody. What is stored never chooses the class.
   *
   * @throws IllegalArgumentException when the stored form cannot be read as that type
   */
  Object decode(EncodedValue stored, Type type);
}
