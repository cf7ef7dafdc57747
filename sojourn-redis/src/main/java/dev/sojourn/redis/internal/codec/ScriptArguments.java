package dev.sojourn.redis.internal.codec;

import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of a script, encoded on the caller's thread and written in one piece: scripts have
 * the most arguments of all commands, and all callers share the connection's event loop. Exposes
 * only a key to Lettuce.
 */
public final class ScriptArguments extends CommandArgs<String, byte[]> {

  private static final byte[] END = {'\r', '\n'};

  private final int count;
  private byte[] encoded;
  private int length;

  /** The script or its hash, the number of keys, the keys, and the other arguments. */
  public ScriptArguments(String script, List<String> keys, List<String> args) {
    super(KeyValueCodec.INSTANCE);
    this.count = 2 + keys.size() + args.size();
    this.encoded = new byte[script.length() + 48 * count];
    append(utf8(script));
    append(utf8(Integer.toString(keys.size())));
    keys.forEach(key -> append(utf8(key)));
    args.forEach(arg -> append(RawBytes.encode(arg)));
    keys.stream().findFirst().ifPresent(this::addKey); // Lettuce finds the Cluster node by it
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void encode(ByteBuf buffer) {
    buffer.writeBytes(encoded, 0, length);
  }

  /** A bulk string: {@code $<length>\r\n<bytes>\r\n}. */
  private void append(byte[] bytes) {
    byte[] size = utf8(Integer.toString(bytes.length));
    int more = 1 + size.length + bytes.length + 2 * END.length;
    if (encoded.length - length < more) {
      encoded = Arrays.copyOf(encoded, 2 * encoded.length + more);
    }
    encoded[length++] = '$';
    put(size);
    put(END);
    put(bytes);
    put(END);
  }

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, encoded, length, bytes.length);
    length += bytes.length;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
