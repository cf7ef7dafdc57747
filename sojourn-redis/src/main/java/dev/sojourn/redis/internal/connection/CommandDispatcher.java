package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.script.Script;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Commands on their way to a connection, one flush for those that belong together. */
final class CommandDispatcher {

  private final StatefulConnection<String, byte[]> connection;
  private final OpenChannels channels;

  CommandDispatcher(StatefulConnection<String, byte[]> connection, OpenChannels channels) {
    this.connection = connection;
    this.channels = channels;
  }

  /**
   * Reads a key and its TTL with one flush. What is to be done with the reply is attached before it
   * is asked for: so it is done on the connection's event loop, in the order of replies.
   */
  <T, R> CompletionStage<R> read(ReadQuery<T> query, String key, Function<Reply<T>, R> arrived) {
    AsyncCommand<String, byte[], T> value = query(query, key);
    AsyncCommand<String, byte[], Long> ttl = ttl(key);
    CompletionStage<R> answer =
        value.thenCombine(ttl, (found, left) -> arrived.apply(new Reply<>(found, left)));
    send(List.of(value, ttl));
    return answer;
  }

  /** One flush; what cannot even be sent fails like what was not answered. */
  void send(List<AsyncCommand<String, byte[], ?>> commands) {
    try {
      if (commands.size() == 1) {
        connection.dispatch(commands.get(0));
      } else {
        connection.dispatch(new ArrayList<RedisCommand<String, byte[], ?>>(commands));
      }
    } catch (RuntimeException e) {
      commands.forEach(command -> command.completeExceptionally(e));
    }
  }

  <T> AsyncCommand<String, byte[], T> query(ReadQuery<T> query, String key) {
    return command(query.command(), query.output(), CommandArguments.key(key));
  }

  AsyncCommand<String, byte[], Long> ttl(String key) {
    return command(CommandType.PTTL, new NumberOutput(), CommandArguments.key(key));
  }

  /** A script, whole or by its hash. */
  AsyncCommand<String, byte[], List<Object>> evaluation(
      Script script, boolean whole, List<String> keys, List<String> args) {
    return command(
        whole ? CommandType.EVAL : CommandType.EVALSHA,
        new NestedMultiOutput<>(RedisConnection.CODEC),
        new ScriptArguments(whole ? script.text() : script.sha1(), keys, args));
  }

  <T> AsyncCommand<String, byte[], T> command(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args) {
    return new SentCommand<>(new Command<>(type, output, args), channels);
  }
}
