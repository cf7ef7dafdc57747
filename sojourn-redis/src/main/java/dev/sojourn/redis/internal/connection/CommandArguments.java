package dev.sojourn.redis.internal.connection;

import io.lettuce.core.protocol.CommandArgs;

/** The arguments of a command: keys as text, values as bytes. */
final class CommandArguments extends CommandArgs<String, byte[]> {
  CommandArguments() {
    super(KeyValueCodec.INSTANCE);
  }

  /** A single key. */
  static CommandArguments key(String key) {
    CommandArguments args = new CommandArguments();
    args.addKey(key);
    return args;
  }
}
