package dev.sojourn.redis.internal.connection;

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
 * Scripts that wait for replicas, on the one connection to their primary that is kept for them.
 * {@code WAIT} holds all that follows it on its connection, so those who come while it is under way
 * form the next group: their scripts, then one {@code WAIT} for all of them, in one flush. Nobody
 * waits for more than one group before their own, but where a group is full. Thread-safe.
 */
final class WaitConnection {

  private static final int LARGEST_GROUP = 250;

  private final Primaries primaries;
  private final Primaries.Address address;
  private final OpenChannels channels;
  private final long waitMillis;
  private final int mostWaiting;
  private final Queue<Pending> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * To that primary.
   *
   * @param waitMillis how long a group may wait for replicas; below the command timeout
   * @param mostWaiting how many scripts may wait for their group, more are refused
   */
  WaitConnection(
      Primaries primaries,
      Primaries.Address address,
      OpenChannels channels,
      long waitMillis,
      int mostWaiting) {
    this.primaries = primaries;
    this.address = address;
    this.channels = channels;
    this.waitMillis = waitMillis;
    this.mostWaiting = mostWaiting;
  }

  private record Pending(WaitingScript script, CompletableFuture<ReplicatedResult> answer) {}

  CompletionStage<ReplicatedResult> run(WaitingScript script) {
    Pending pending = new Pending(script, new CompletableFuture<>());
    if (joins(pending)) {
      sendNext();
    }
    return pending.answer();
  }

  /** Enters the line; answers whether nobody else sends it. */
  private synchronized boolean joins(Pending pending) {
    if (waiting.size() >= mostWaiting) {
      pending.answer().completeExceptionally(new RedisException("Request queue size exceeded"));
      return false;
    }
    waiting.add(pending);
    boolean first = !busy;
    busy = true;
    return first;
  }

  private synchronized List<Pending> nextGroup() {
    List<Pending> group = new ArrayList<>();
    while (group.size() < LARGEST_GROUP && !waiting.isEmpty()) {
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
                  group.forEach(pending -> pending.answer().completeExceptionally(failure));
                  sendNext();
                }
              });
    }
  }

  private void send(List<Pending> group, StatefulConnection<String, byte[]> connection) {
    CommandDispatcher dispatcher = new CommandDispatcher(connection, channels);
    List<AsyncCommand<String, byte[], ?>> flush = new ArrayList<>();
    int most = group.stream().mapToInt(pending -> pending.script().replicas()).max().orElseThrow();
    AsyncCommand<String, byte[], Long> wait =
        dispatcher.command(
            CommandType.WAIT, new NumberOutput(), new CommandArguments().add(most).add(waitMillis));
    CompletionStage<Long> confirmed = wait.exceptionally(failure -> 0L);
    group.forEach(pending -> flush.addAll(sent(dispatcher, pending, confirmed)));
    flush.add(wait);
    confirmed.thenRun(this::sendNext);
    dispatcher.send(flush);
  }

  /** A script and its stamp; it is told what the group's {@code WAIT} answers. */
  @SuppressWarnings("FutureReturnValueIgnored") // it completes what was asked
  private List<AsyncCommand<String, byte[], ?>> sent(
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
            stamp.thenApply(reply -> ScriptResult.of(reply).status()).exceptionally(failure -> 0L),
            (answer, stamped) -> new StampedResult(answer, answer.status() > 0 || stamped > 0))
        .thenCombine(confirmed, StampedResult::confirmed)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                pending.answer().complete(answer);
              } else {
                pending.answer().completeExceptionally(failure);
              }
            });
    return List.of(script, stamp);
  }

  /** {@code WAIT} says nothing of a connection that has written nothing since. */
  private record StampedResult(ScriptResult answer, boolean anything) {

    ReplicatedResult confirmed(long replicas) {
      return new ReplicatedResult(answer, anything ? (int) replicas : 0);
    }
  }
}
