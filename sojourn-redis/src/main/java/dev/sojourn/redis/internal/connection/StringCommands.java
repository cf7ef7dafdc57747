package dev.sojourn.redis.internal.connection;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Commands on plain strings that expire, such as compression dictionaries. Thread-safe. */
public interface StringCommands {

  /** The first bytes of a string, at most {@code most}; empty when there is no key. */
  CompletionStage<byte[]> bytes(String key, int most);

  /** Writes a string that expires after {@code ttl}. */
  CompletionStage<String> put(String key, byte[] value, Duration ttl);

  /** Raises the TTL of an expiring key to at least {@code ttl}; never creates a key. */
  CompletionStage<Long> extendTtl(String key, Duration ttl);
}
