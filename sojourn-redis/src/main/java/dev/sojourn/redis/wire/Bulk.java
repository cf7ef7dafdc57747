package dev.sojourn.redis.wire;

import dev.sojourn.redis.script.Script;
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
public final class Bulk {

  private final Wire wire;
  private final Dispatch dispatch;

  Bulk(Wire wire) {
    this.wire = wire;
    this.dispatch = wire.dispatch();
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
  public record Call(List<String> keys, List<String> args) {}

  /** The next page of each walk over a set; of what is no set, or is gone, an empty last one. */
  public CompletionStage<List<Page>> members(List<SetWalk> walks, int some) {
    return sent(
        walks,
        walk ->
            dispatch.command(
                CommandType.SSCAN,
                new ValueScanOutput<>(Wire.CODEC),
                new Args().addKey(walk.set()).add(walk.cursor()).add("COUNT").add(some)),
        reply -> reply.<Page>thenApply(Page::of).exceptionallyCompose(Bulk::noSet));
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
            dispatch.command(
                CommandType.MEMORY,
                new NumberOutput(),
                new Args().add("USAGE").addKey(key).add("SAMPLES").add(0)),
        reply -> reply.thenApply(bytes -> bytes == null ? 0L : bytes));
  }

  /** What a script answers to each call; by its hash, and whole where the server forgot it. */
  public CompletionStage<List<Evaluated>> run(Script script, List<Call> calls) {
    List<AsyncCommand<String, byte[], List<Object>>> commands =
        calls.stream()
            .map(call -> dispatch.evaluation(script, false, call.keys(), call.args()))
            .toList();
    List<CompletableFuture<Evaluated>> answers = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      answers.add(
          commands
              .get(i)
              .thenApply(Evaluated::of)
              .toCompletableFuture()
              .exceptionallyCompose(
                  failure ->
                      RedisErrors.isCode(failure, "NOSCRIPT")
                          ? wire.run(script, call.keys(), call.args())
                          : CompletableFuture.failedStage(failure)));
    }
    dispatch.send(List.copyOf(commands));
    return all(answers);
  }

  private CompletionStage<List<Long>> numbers(CommandType type, List<List<String>> keys) {
    return sent(keys, group -> number(type, group), reply -> reply);
  }

  private AsyncCommand<String, byte[], Long> number(CommandType type, List<String> keys) {
    return dispatch.command(type, new NumberOutput(), new Args().addKeys(keys));
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
    dispatch.send(List.copyOf(commands));
    return all(answers);
  }

  private static CompletionStage<Page> noSet(Throwable failure) {
    return RedisErrors.isCode(failure, "WRONGTYPE")
        ? CompletableFuture.completedStage(Page.NONE)
        : CompletableFuture.failedStage(failure);
  }

  /** The answers of all, in their order. */
  public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> stages.stream().map(CompletableFuture::join).toList());
  }
}
