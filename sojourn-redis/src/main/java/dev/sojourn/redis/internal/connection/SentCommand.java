package dev.sojourn.redis.internal.connection;

import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;

/**
 * A command of a generation of connections. What comes for it after that generation has ended came
 * over a connection whose answers do not fit: it counts as unanswered. An answer of a shape that it
 * cannot have is another's, and ends the generation.
 */
final class SentCommand<T> extends AsyncCommand<String, byte[], T> {

  private final OpenChannels channels;
  private final int generation;

  SentCommand(RedisCommand<String, byte[], T> command, OpenChannels channels) {
    super(command);
    this.channels = channels;
    this.generation = channels.generation();
  }

  @Override
  public void complete() {
    if (channels.isTrusted(generation)) {
      super.complete();
    } else {
      completeExceptionally(new RedisException("the connection was given up"));
    }
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    if (failure instanceof UnsupportedOperationException) { // of Lettuce's outputs
      channels.closeGeneration(generation);
      return super.completeExceptionally(new RedisException("an answer of another shape", failure));
    }
    return super.completeExceptionally(failure);
  }
}
