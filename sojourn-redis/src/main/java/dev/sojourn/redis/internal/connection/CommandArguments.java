package dev.sojourn.redis.internal.connection;

import io.lettuce.core.protocol.CommandArgs;

/** The arguments of a command: keys as text, values as bytes. */
final class CommandArguments extends CommandArgs<String, byte[]> {
  CommandArguments() {
    super(KeyValueCodec.INSTANCE);
  }

  /** One key and nothing else. */
  static CommandArguments key(String key) {
    CommandArguments commandArguments = new CommandArguments();
    commandArguments.addKey(key);
    return commandArguments;
  }
}
