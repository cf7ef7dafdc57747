package dev.sojourn.redis.internal.codec;

import io.lettuce.core.protocol.CommandArgs;

/** The arguments of a command: keys as text, values as bytes. */
public final class CommandArguments extends CommandArgs<String, byte[]> {
  public CommandArguments() {
    super(KeyValueCodec.INSTANCE);
  }

  /** A single key. */
  public static CommandArguments key(String key) {
    CommandArguments args = new CommandArguments();
    args.addKey(key);
    return args;
  }
}
