package dev.sojourn.spi;

import dev.sojourn.EncodedValue;
import java.lang.reflect.Type;

/** Encodes and decodes the values of attributes. Thread-safe. */
public interface AttributeCodec {

  /**
   * Encodes a value. A text is always encoded as {@link EncodedValue.Kind#TEXT}.
   *
   * @throws IllegalArgumentException when decoding it as the value's own class would not give the
   *     same value, or when it is nested too deeply; the message says why, without any of the data
   */
  EncodedValue encode(Object value);

  /**
   * Decodes a value into a new object of the type. The stored form never determines the class.
   *
   * @throws IllegalArgumentException when the stored form cannot be read as that type; the message
   *     says why, without any of the data
   */
  Object decode(EncodedValue stored, Type type);
}
