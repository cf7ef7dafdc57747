package dev.sojourn.redis.internal.connection;

import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;

/**
 * A command that belongs to a generation of connections. A reply that arrives after its generation
 * was closed is ignored, and the command counts as unanswered. A reply of an impossible type is
 * misrouted and closes the generation, and so does the error of a replica. A command that fails
 * because the client was closed says so.
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
    if (!channels.held().keep(this::deliver)) {
      deliver();
    }
  }

  private void deliver() {
    if (channels.isTrusted(generation)) {
      super.complete();
    } else {
      completeExceptionally(channels.untrusted());
    }
  }

  /** Lettuce cancels the commands of a connection that it closes. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return channels.isClosed()
        ? super.completeExceptionally(RedisErrors.closed())
        : super.cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    if (channels.isClosed()) {
      return super.completeExceptionally(RedisErrors.closed());
    }
    if (failure instanceof UnsupportedOperationException) { // thrown by Lettuce's outputs
      channels.closeGeneration(generation);
      return super.completeExceptionally(
          new RedisException("the reply has the wrong type", failure));
    }
    if (RedisErrors.isFromReplica(failure)) {
      channels.leaveReplica(generation);
    }
    return super.completeExceptionally(failure);
  }
}
