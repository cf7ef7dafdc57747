package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.CommandArguments;
import dev.sojourn.redis.internal.codec.KeyValueCodec;
import dev.sojourn.redis.internal.codec.NumberOutput;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.redis.internal.script.ScriptResult;
import io.lettuce.core.output.ValueScanOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Many commands of one kind in one flush, for scans over many keys: a flush for each command costs
 * client and server twice as much. Results are in the order of the arguments. Thread-safe.
 */
public final class BatchCommands {

  private final CommandDispatcher dispatcher;
  private final ScriptRunner scripts;

  BatchCommands(CommandDispatcher dispatcher, ScriptRunner scripts) {
    this.dispatcher = dispatcher;
    this.scripts = scripts;
  }

  /**
   * The position of a scan over a set.
   *
   * @param set the set's key
   * @param cursor the cursor of the next page
   */
  public record SetWalk(String set, String cursor) {}

  /**
   * The keys and arguments of one run of a script.
   *
   * @param keys its keys
   * @param args its arguments
   */
  public record ScriptCall(List<String> keys, List<String> args) {}

  /** Each key's value and TTL; a key of another type has moved. */
  <T> CompletionStage<List<Reply<T>>> read(ReadQuery<T> query, List<String> keys) {
    List<AsyncCommand<String, byte[], ?>> commands = new ArrayList<>();
    List<CompletableFuture<Reply<T>>> replies = new ArrayList<>();
    for (String key : keys) {
      AsyncCommand<String, byte[], T> value = dispatcher.query(query, key);
      AsyncCommand<String, byte[], Long> ttl = dispatcher.ttl(key);
      commands.addAll(List.of(value, ttl));
      replies.add(
          value
              .thenCombine(ttl, Reply::new)
              .exceptionallyCompose(Reply::movedIfOfAnotherType)
              .toCompletableFuture());
    }
    dispatcher.send(commands);
    return all(replies);
  }

  /**
   * The next page of each scan over a set. A key that is absent or no set yields an empty last
   * page.
   *
   * @param count about how many members a page has
   */
  public CompletionStage<List<ScanPage>> members(List<SetWalk> walks, int count) {
    return send(
        walks,
        walk ->
            dispatcher.command(
                CommandType.SSCAN,
                new ValueScanOutput<>(KeyValueCodec.INSTANCE),
                new CommandArguments()
                    .addKey(walk.set())
                    .add(walk.cursor())
                    .add("COUNT")
                    .add(count)),
        reply ->
            reply
                .<ScanPage>thenApply(ScanPage::of)
                .exceptionallyCompose(BatchCommands::emptyIfNoSet));
  }

  /** How many keys of each group exist. The keys of a group must hash to one slot. */
  public CompletionStage<List<Long>> existing(List<List<String>> groups) {
    return numbers(CommandType.EXISTS, groups);
  }

  /** The reply of {@code PTTL} for each key, in milliseconds. */
  public CompletionStage<List<Long>> timesLeft(List<String> keys) {
    return numbers(CommandType.PTTL, keys.stream().map(List::of).toList());
  }

  /** The number of members of each set; 0 for a key that is no set. */
  public CompletionStage<List<Long>> sizes(List<String> sets) {
    return send(
        sets,
        set -> number(CommandType.SCARD, List.of(set)),
        reply ->
            reply.exceptionallyCompose(failure -> emptyIfNoSet(failure).thenApply(page -> 0L)));
  }

  /** The memory that each key takes, in bytes, exact; 0 for an absent key. */
  public CompletionStage<List<Long>> memory(List<String> keys) {
    return send(
        keys,
        key ->
            dispatcher.command(
                CommandType.MEMORY,
                new NumberOutput(),
                new CommandArguments().add("USAGE").addKey(key).add("SAMPLES").add(0)),
        reply -> reply.thenApply(bytes -> bytes == null ? 0L : bytes));
  }

  /** Runs a script for each call: by its hash, then whole where the server does not know it. */
  public CompletionStage<List<ScriptResult>> run(Script script, List<ScriptCall> calls) {
    return send(
        calls,
        call -> dispatcher.evaluation(script, false, call.keys(), call.args()),
        (call, reply) ->
            reply
                .thenApply(ScriptResult::of)
                .exceptionallyCompose(
                    failure ->
                        RedisErrors.isCode(failure, "NOSCRIPT")
                            ? scripts.run(script, call.keys(), call.args())
                            : CompletableFuture.failedStage(failure)));
  }

  private CompletionStage<List<Long>> numbers(CommandType type, List<List<String>> keys) {
    return send(keys, group -> number(type, group), reply -> reply);
  }

  private AsyncCommand<String, byte[], Long> number(CommandType type, List<String> keys) {
    return dispatcher.command(type, new NumberOutput(), new CommandArguments().addKeys(keys));
  }

  private <Q, T, A> CompletionStage<List<A>> send(
      List<Q> arguments,
      Function<Q, AsyncCommand<String, byte[], T>> command,
      Function<CompletableFuture<T>, CompletionStage<A>> result) {
    return send(arguments, command, (argument, reply) -> result.apply(reply));
  }

  private <Q, T, A> CompletionStage<List<A>> send(
      List<Q> arguments,
      Function<Q, AsyncCommand<String, byte[], T>> command,
      BiFunction<Q, CompletableFuture<T>, CompletionStage<A>> result) {
    List<AsyncCommand<String, byte[], ?>> commands = new ArrayList<>();
    List<CompletableFuture<A>> results = new ArrayList<>();
    for (Q argument : arguments) {
      AsyncCommand<String, byte[], T> sent = command.apply(argument);
      commands.add(sent);
      results.add(result.apply(argument, sent.toCompletableFuture()).toCompletableFuture());
    }
    dispatcher.send(commands);
    return all(results);
  }

  private static CompletionStage<ScanPage> emptyIfNoSet(Throwable failure) {
    return RedisErrors.isCode(failure, "WRONGTYPE")
        ? CompletableFuture.completedStage(ScanPage.NONE)
        : CompletableFuture.failedStage(failure);
  }

  /** The results of all stages, in their order. */
  public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> stages.stream().map(CompletableFuture::join).toList());
  }
}
