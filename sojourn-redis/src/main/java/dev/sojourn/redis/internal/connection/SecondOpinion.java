package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.OpenChannels.Peer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A second connection, opened on first use, that judges a doubtful reply: if it gives the same one,
 * Redis holds such data, and nothing is closed. Until it has answered, all other replies are held
 * back, because they may belong to other commands as well. Thread-safe.
 */
public final class SecondOpinion {

  private final Primaries primaries;
  private final OpenChannels channels;
  private final Duration timeout;

  /** Its own replies are neither held back nor doubted. */
  private final OpenChannels undoubted = new OpenChannels(Peer.CLUSTER);

  /**
   * Creates it; opens no connection.
   *
   * @param channels whose replies are judged
   * @param timeout after which the doubtful reply counts as misrouted
   */
  SecondOpinion(Primaries primaries, OpenChannels channels, Duration timeout) {
    this.primaries = primaries;
    this.channels = channels;
    this.timeout = timeout;
  }

  /**
   * Reads a key again. Unless that confirms the doubtful reply, or if it takes too long, closes the
   * generation that the doubtful reply came in.
   *
   * @param confirms whether Redis really holds what the doubtful reply said
   * @return whether it was confirmed
   */
  public <T> CompletionStage<Boolean> ask(
      ReadQuery<T> query, String key, int generation, Predicate<Reply<T>> confirms) {
    channels.held().hold();
    return read(query, key)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(confirms::test)
        .exceptionally(failure -> false)
        .whenComplete((confirmed, failure) -> end(generation, confirmed));
  }

  private <T> CompletableFuture<Reply<T>> read(ReadQuery<T> query, String key) {
    return CompletableFuture.completedFuture(primaries.of(key))
        .thenCompose(primaries::connection)
        .thenCompose(
            connection ->
                new CommandDispatcher(connection, undoubted).read(query, key, reply -> reply));
  }

  /** Closes before the release: what was held back is then not trusted. */
  private void end(int generation, boolean confirmed) {
    if (!confirmed) {
      channels.closeGeneration(generation);
    }
    channels.held().release();
  }
}
