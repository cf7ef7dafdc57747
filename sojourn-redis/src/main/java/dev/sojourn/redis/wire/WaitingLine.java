package dev.sojourn.redis.wire;

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
final class WaitingLine {

  private static final int LARGEST_GROUP = 250;

  private final Primaries primaries;
  private final Primaries.Primary primary;
  private final Channels channels;
  private final long waitMillis;
  private final int mostWaiting;
  private final Queue<Asked> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * To that primary.
   *
   * @param waitMillis how long a group may wait for replicas; below the command timeout
   * @param mostWaiting how many scripts may wait for their group, more are refused
   */
  WaitingLine(
      Primaries primaries,
      Primaries.Primary primary,
      Channels channels,
      long waitMillis,
      int mostWaiting) {
    this.primaries = primaries;
    this.primary = primary;
    this.channels = channels;
    this.waitMillis = waitMillis;
    this.mostWaiting = mostWaiting;
  }

  private record Asked(Awaited script, CompletableFuture<Confirmed> answer) {}

  CompletionStage<Confirmed> run(Awaited script) {
    Asked asked = new Asked(script, new CompletableFuture<>());
    if (joins(asked)) {
      sendNext();
    }
    return asked.answer();
  }

  /** Enters the line; answers whether nobody else sends it. */
  private synchronized boolean joins(Asked asked) {
    if (waiting.size() >= mostWaiting) {
      asked.answer().completeExceptionally(new RedisException("Request queue size exceeded"));
      return false;
    }
    waiting.add(asked);
    boolean first = !busy;
    busy = true;
    return first;
  }

  private synchronized List<Asked> nextGroup() {
    List<Asked> group = new ArrayList<>();
    while (group.size() < LARGEST_GROUP && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    busy = !group.isEmpty();
    return group;
  }

  private void sendNext() {
    List<Asked> group = nextGroup();
    if (!group.isEmpty()) {
      primaries
          .connection(primary)
          .whenComplete(
              (connection, failure) -> {
                if (failure == null) {
                  send(group, connection);
                } else {
                  group.forEach(asked -> asked.answer().completeExceptionally(failure));
                  sendNext();
                }
              });
    }
  }

  private void send(List<Asked> group, StatefulConnection<String, byte[]> connection) {
    Dispatch dispatch = new Dispatch(connection, channels);
    List<AsyncCommand<String, byte[], ?>> flush = new ArrayList<>();
    int most = group.stream().mapToInt(asked -> asked.script().replicas()).max().orElseThrow();
    AsyncCommand<String, byte[], Long> wait =
        dispatch.command(
            CommandType.WAIT, new NumberOutput(), new Args().add(most).add(waitMillis));
    CompletionStage<Long> confirmed = wait.exceptionally(failure -> 0L);
    group.forEach(asked -> flush.addAll(sent(dispatch, asked, confirmed)));
    flush.add(wait);
    confirmed.thenRun(this::sendNext);
    dispatch.send(flush);
  }

  /** A script and its stamp; it is told what the group's {@code WAIT} answers. */
  @SuppressWarnings("FutureReturnValueIgnored") // it completes what was asked
  private List<AsyncCommand<String, byte[], ?>> sent(
      Dispatch dispatch, Asked asked, CompletionStage<Long> confirmed) {
    Awaited awaited = asked.script();
    var script = dispatch.evaluation(awaited.script(), true, awaited.keys(), awaited.args());
    var stamp = dispatch.evaluation(awaited.stamp(), true, List.of(awaited.stampKey()), List.of());
    script
        .thenApply(Evaluated::of)
        .thenCombine(
            stamp.thenApply(reply -> Evaluated.of(reply).status()).exceptionally(failure -> 0L),
            (answer, stamped) -> new Written(answer, answer.status() > 0 || stamped > 0))
        .thenCombine(confirmed, Written::confirmed)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                asked.answer().complete(answer);
              } else {
                asked.answer().completeExceptionally(failure);
              }
            });
    return List.of(script, stamp);
  }

  /** {@code WAIT} says nothing of a connection that has written nothing since. */
  private record Written(Evaluated answer, boolean anything) {

    Confirmed confirmed(long replicas) {
      return new Confirmed(answer, anything ? (int) replicas : 0);
    }
  }
}
