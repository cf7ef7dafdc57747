package dev.sojourn.redis.internal.codec;

import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reply of {@code HMGET}: the values of those fields that a hash has. */
public final class FieldsOutput extends CommandOutput<String, byte[], Map<String, byte[]>> {

  private final Iterator<String> fields;

  /** With the fields in the order of the command. */
  public FieldsOutput(List<String> fields) {
    super(KeyValueCodec.INSTANCE, new LinkedHashMap<>());
    this.fields = fields.iterator();
  }

  @Override
  public void set(@Nullable ByteBuffer value) {
    String field = fields.next();
    if (value != null) {
      output.put(field, codec.decodeValue(value));
    }
  }
}
