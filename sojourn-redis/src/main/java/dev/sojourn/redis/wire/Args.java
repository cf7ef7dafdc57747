package dev.sojourn.redis.wire;

import io.lettuce.core.protocol.CommandArgs;

/** The arguments of a command: keys as text, values as bytes. */
final class Args extends CommandArgs<String, byte[]> {
  Args() {
    super(Wire.CODEC);
  }

  /** One key and nothing else. */
  static Args key(String key) {
    Args args = new Args();
    args.addKey(key);
    return args;
  }
}
