package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.CommandArguments;
import dev.sojourn.redis.internal.codec.KeyValueCodec;
import dev.sojourn.redis.internal.codec.NumberOutput;
import dev.sojourn.redis.internal.codec.ScriptArguments;
import dev.sojourn.redis.internal.script.Script;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Builds commands and sends them over a connection, those that belong together in one flush. */
final class CommandDispatcher {

  private final StatefulConnection<String, byte[]> connection;
  private final OpenChannels channels;

  CommandDispatcher(StatefulConnection<String, byte[]> connection, OpenChannels channels) {
    this.connection = connection;
    this.channels = channels;
  }

  StatefulConnection<String, byte[]> connection() {
    return connection;
  }

  /** A dispatcher over the connection to one node of the same client. */
  CommandDispatcher on(StatefulConnection<String, byte[]> node) {
    return new CommandDispatcher(node, channels);
  }

  /**
   * Reads a key and its TTL in one flush. {@code onReply} is attached before the commands are sent,
   * so it runs on the connection's event loop, in the order of the replies.
   */
  <T, R> CompletionStage<R> read(ReadQuery<T> query, String key, Function<Reply<T>, R> onReply) {
    AsyncCommand<String, byte[], T> value = query(query, key);
    AsyncCommand<String, byte[], Long> ttl = ttl(key);
    CompletionStage<R> result =
        value.thenCombine(ttl, (found, ttlMillis) -> onReply.apply(new Reply<>(found, ttlMillis)));
    send(List.of(value, ttl));
    return result;
  }

  /** Sends one command. */
  <T> CompletionStage<T> execute(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args) {
    AsyncCommand<String, byte[], T> command = command(type, output, args);
    send(List.of(command));
    return command;
  }

  CompletionStage<String> ping() {
    return execute(
        CommandType.PING, new StatusOutput<>(KeyValueCodec.INSTANCE), new CommandArguments());
  }

  /** Sends commands in one flush. If they cannot be sent, each of them fails. */
  void send(List<AsyncCommand<String, byte[], ?>> commands) {
    Optional<RuntimeException> unusable = channels.unusable();
    if (unusable.isPresent()) {
      commands.forEach(command -> command.completeExceptionally(unusable.get()));
      return;
    }
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
    return command(query.command(), query.output(), query.arguments(key));
  }

  AsyncCommand<String, byte[], Long> ttl(String key) {
    return command(CommandType.PTTL, new NumberOutput(), CommandArguments.key(key));
  }

  /** {@code EVAL} with the whole script, or {@code EVALSHA}. */
  AsyncCommand<String, byte[], List<Object>> evaluation(
      Script script, boolean whole, List<String> keys, List<String> args) {
    return command(
        whole ? CommandType.EVAL : CommandType.EVALSHA,
        new NestedMultiOutput<>(KeyValueCodec.INSTANCE),
        new ScriptArguments(whole ? script.text() : script.sha1(), keys, args));
  }

  <T> AsyncCommand<String, byte[], T> command(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args) {
    return new SentCommand<>(new Command<>(type, output, args), channels);
  }
}
