package dev.sojourn.redis.internal.connection;

import io.lettuce.core.RedisException;

/** A command was sent to a server that turned out to be a replica. It may have run before. */
final class ReplicaException extends RedisException {

  private static final long serialVersionUID = 1L;

  ReplicaException() {
    super("the server is a replica");
  }
}
