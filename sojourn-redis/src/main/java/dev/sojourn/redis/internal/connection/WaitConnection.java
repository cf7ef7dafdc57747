package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.CommandArguments;
import dev.sojourn.redis.internal.codec.NumberOutput;
import dev.sojourn.redis.internal.script.ReplicatedResult;
import dev.sojourn.redis.internal.script.ScriptResult;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Runs scripts that wait for replicas, on a connection to their primary that is used for nothing
 * else. {@code WAIT} blocks all later commands of its connection. So scripts that arrive meanwhile
 * form the next group, sent in one flush: the scripts, then one {@code WAIT} for all. Unless a
 * group is full, a script waits for at most one group before its own. Thread-safe.
 */
final class WaitConnection {

  private static final int MAX_GROUP = 250;

  private final Primaries primaries;
  private final Primaries.Address address;
  private final OpenChannels channels;
  private final long waitMillis;
  private final int maxWaiting;
  private final Queue<Pending> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * Creates the connection to a primary; opens it on first use.
   *
   * @param waitMillis how long a group may wait for replicas; below the command timeout
   * @param maxWaiting how many scripts may wait for their group; more are rejected
   */
  WaitConnection(
      Primaries primaries,
      Primaries.Address address,
      OpenChannels channels,
      long waitMillis,
      int maxWaiting) {
    this.primaries = primaries;
    this.address = address;
    this.channels = channels;
    this.waitMillis = waitMillis;
    this.maxWaiting = maxWaiting;
  }

  private record Pending(WaitingScript script, CompletableFuture<ReplicatedResult> result) {}

  CompletionStage<ReplicatedResult> run(WaitingScript script) {
    Pending pending = new Pending(script, new CompletableFuture<>());
    if (enqueue(pending)) {
      sendNext();
    }
    return pending.result();
  }

  /** Adds a script to the queue; returns whether the caller must send the next group. */
  private synchronized boolean enqueue(Pending pending) {
    if (waiting.size() >= maxWaiting) {
      pending.result().completeExceptionally(new RedisException("Request queue size exceeded"));
      return false;
    }
    waiting.add(pending);
    boolean first = !busy;
    busy = true;
    return first;
  }

  private synchronized List<Pending> nextGroup() {
    List<Pending> group = new ArrayList<>();
    while (group.size() < MAX_GROUP && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    busy = !group.isEmpty();
    return group;
  }

  private void sendNext() {
    List<Pending> group = nextGroup();
    if (!group.isEmpty()) {
      primaries
          .connection(address)
          .whenComplete(
              (connection, failure) -> {
                if (failure == null) {
                  send(group, connection);
                } else {
                  group.forEach(pending -> pending.result().completeExceptionally(failure));
                  sendNext();
                }
              });
    }
  }

  private void send(List<Pending> group, StatefulConnection<String, byte[]> connection) {
    CommandDispatcher dispatcher = new CommandDispatcher(connection, channels);
    List<AsyncCommand<String, byte[], ?>> flush = new ArrayList<>();
    int replicas =
        group.stream().mapToInt(pending -> pending.script().replicas()).max().orElseThrow();
    AsyncCommand<String, byte[], Long> wait =
        dispatcher.command(
            CommandType.WAIT,
            new NumberOutput(),
            new CommandArguments().add(replicas).add(waitMillis));
    CompletionStage<Long> confirmed = wait.exceptionally(failure -> 0L);
    group.forEach(pending -> flush.addAll(commands(dispatcher, pending, confirmed)));
    flush.add(wait);
    confirmed.thenRun(this::sendNext);
    dispatcher.send(flush);
  }

  /** A script and its stamp; the script completes with the result of the group's {@code WAIT}. */
  @SuppressWarnings("FutureReturnValueIgnored") // completes the pending result
  private List<AsyncCommand<String, byte[], ?>> commands(
      CommandDispatcher dispatcher, Pending pending, CompletionStage<Long> confirmed) {
    WaitingScript waitingScript = pending.script();
    var script =
        dispatcher.evaluation(
            waitingScript.script(), true, waitingScript.keys(), waitingScript.args());
    var stamp =
        dispatcher.evaluation(
            waitingScript.stamp(), true, List.of(waitingScript.stampKey()), List.of());
    script
        .thenApply(ScriptResult::of)
        .thenCombine(
            stamp
                .thenApply(reply -> ScriptResult.of(reply).isDone())
                .exceptionally(failure -> false),
            (result, stamped) -> new StampedResult(result, result.number() > 0 || stamped))
        .thenCombine(confirmed, StampedResult::confirmed)
        .whenComplete(
            (result, failure) -> {
              if (failure == null) {
                pending.result().complete(result);
              } else {
                pending.result().completeExceptionally(failure);
              }
            });
    return List.of(script, stamp);
  }

  /** {@code WAIT} confirms nothing unless its connection has written since. */
  private record StampedResult(ScriptResult script, boolean written) {

    ReplicatedResult confirmed(long replicas) {
      return new ReplicatedResult(script, written ? (int) replicas : 0);
    }
  }
}
