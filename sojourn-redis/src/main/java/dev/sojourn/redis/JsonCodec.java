package dev.sojourn.redis;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.internal.value.RoundTrip;
import dev.sojourn.redis.internal.value.ValueJson;
import dev.sojourn.spi.AttributeCodec;
import java.lang.reflect.Type;

/**
 * Encodes attribute values as JSON with Jackson: records, JavaBeans, collections, maps with text
 * keys, arrays, enums, times, numbers, texts. The caller names the class that a value is decoded
 * as; stored data never does (no default typing).
 *
 * <p>A value that JSON does not preserve is rejected when it is set, not when it is read: it is
 * written, read back as its own class, and written again; both texts must be the same JSON. So a
 * class needs no {@code equals}. What a class keeps out of its JSON ({@code transient}, no getter)
 * is not stored. Thread-safe.
 */
public final class JsonCodec implements AttributeCodec {

  private final ValueJson json = new ValueJson();
  private final RoundTrip roundTrip = new RoundTrip(json);

  @Override
  public EncodedValue encode(Object value) {
    if (value instanceof CharSequence text) {
      return EncodedValue.text(text.toString());
    }
    if (RoundTrip.isPlain(value)) {
      return EncodedValue.json(value.toString());
    }
    roundTrip.require(value, SizeLimits.DEEPEST_VALUE);
    return encoded(json.write(value));
  }

  @Override
  public Object decode(EncodedValue stored, Type type) {
    if (type == String.class && stored.kind() == Kind.TEXT) {
      return stored.text();
    }
    return json.read(stored.kind() == Kind.TEXT ? json.write(stored.text()) : stored.text(), type);
  }

  /** A JSON string becomes plain text. */
  private EncodedValue encoded(String written) {
    return written.startsWith("\"")
        ? EncodedValue.text((String) json.read(written, String.class))
        : EncodedValue.json(written);
  }
}
