package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.script.Script;
import io.lettuce.core.output.ValueScanOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Many commands of a kind with one flush, for who walks over many keys: a flush for each costs both
 * sides twice as much. Answers come in the order of the questions. Thread-safe.
 */
public final class BatchCommands {

  private final RedisConnection connection;
  private final CommandDispatcher dispatcher;

  BatchCommands(RedisConnection connection) {
    this.connection = connection;
    this.dispatcher = connection.dispatch();
  }

  /**
   * Where a walk over a set stands.
   *
   * @param set the set's key
   * @param cursor where its next page begins
   */
  public record SetWalk(String set, String cursor) {}

  /**
   * What a script is to be run with.
   *
   * @param keys its keys
   * @param args its arguments
   */
  public record ScriptCall(List<String> keys, List<String> args) {}

  /** The next page of each walk over a set; of what is no set, or is gone, an empty last one. */
  public CompletionStage<List<ScanPage>> members(List<SetWalk> walks, int some) {
    return sent(
        walks,
        walk ->
            dispatcher.command(
                CommandType.SSCAN,
                new ValueScanOutput<>(RedisConnection.CODEC),
                new CommandArguments()
                    .addKey(walk.set())
                    .add(walk.cursor())
                    .add("COUNT")
                    .add(some)),
        reply ->
            reply.<ScanPage>thenApply(ScanPage::of).exceptionallyCompose(BatchCommands::noSet));
  }

  /** Of each group of keys, which must lie in one slot, how many are there. */
  public CompletionStage<List<Long>> existing(List<List<String>> groups) {
    return numbers(CommandType.EXISTS, groups);
  }

  /** The milliseconds that each key has left, as {@code PTTL} says it. */
  public CompletionStage<List<Long>> timesLeft(List<String> keys) {
    return numbers(CommandType.PTTL, keys.stream().map(List::of).toList());
  }

  /** How many members each set has; of what is no set, none. */
  public CompletionStage<List<Long>> sizes(List<String> sets) {
    return sent(
        sets,
        set -> number(CommandType.SCARD, List.of(set)),
        reply -> reply.exceptionallyCompose(failure -> noSet(failure).thenApply(none -> 0L)));
  }

  /** The bytes of memory that each key takes, all of it counted; of one that is gone, none. */
  public CompletionStage<List<Long>> memory(List<String> keys) {
    return sent(
        keys,
        key ->
            dispatcher.command(
                CommandType.MEMORY,
                new NumberOutput(),
                new CommandArguments().add("USAGE").addKey(key).add("SAMPLES").add(0)),
        reply -> reply.thenApply(bytes -> bytes == null ? 0L : bytes));
  }

  /** What a script answers to each call; by its hash, and whole where the server forgot it. */
  public CompletionStage<List<ScriptResult>> run(Script script, List<ScriptCall> calls) {
    List<AsyncCommand<String, byte[], List<Object>>> commands =
        calls.stream()
            .map(
                scriptCall ->
                    dispatcher.evaluation(script, false, scriptCall.keys(), scriptCall.args()))
            .toList();
    List<CompletableFuture<ScriptResult>> answers = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      ScriptCall scriptCall = calls.get(i);
      answers.add(
          commands
              .get(i)
              .thenApply(ScriptResult::of)
              .toCompletableFuture()
              .exceptionallyCompose(
                  failure ->
                      RedisErrors.isCode(failure, "NOSCRIPT")
                          ? connection.run(script, scriptCall.keys(), scriptCall.args())
                          : CompletableFuture.failedStage(failure)));
    }
    dispatcher.send(List.copyOf(commands));
    return all(answers);
  }

  private CompletionStage<List<Long>> numbers(CommandType type, List<List<String>> keys) {
    return sent(keys, group -> number(type, group), reply -> reply);
  }

  private AsyncCommand<String, byte[], Long> number(CommandType type, List<String> keys) {
    return dispatcher.command(type, new NumberOutput(), new CommandArguments().addKeys(keys));
  }

  private <Q, T, A> CompletionStage<List<A>> sent(
      List<Q> questions,
      Function<Q, AsyncCommand<String, byte[], T>> command,
      Function<CompletableFuture<T>, CompletionStage<A>> answer) {
    List<AsyncCommand<String, byte[], T>> commands = questions.stream().map(command).toList();
    List<CompletableFuture<A>> answers =
        commands.stream()
            .map(sent -> answer.apply(sent.toCompletableFuture()).toCompletableFuture())
            .toList();
    dispatcher.send(List.copyOf(commands));
    return all(answers);
  }

  private static CompletionStage<ScanPage> noSet(Throwable failure) {
    return RedisErrors.isCode(failure, "WRONGTYPE")
        ? CompletableFuture.completedStage(ScanPage.NONE)
        : CompletableFuture.failedStage(failure);
  }

  /** The answers of all, in their order. */
  public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> stages.stream().map(CompletableFuture::join).toList());
  }
}
