package dev.sojourn.server;

import dev.sojourn.spi.SessionStore;
import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** The stores of all event loops, closed together once no request needs them. Thread-safe. */
final class Stores {

  private final Function<EventLoop, CompletionStage<Connected>> connect;
  private final Queue<Connected> open = new ConcurrentLinkedQueue<>();

  Stores(Function<EventLoop, CompletionStage<Connected>> connect) {
    this.connect = connect;
  }

  /** Connects an event loop to its own store. */
  CompletionStage<SessionStore> connect(EventLoop loop) {
    return connect
        .apply(loop)
        .thenApply(
            connected -> {
              open.add(connected);
              return connected.store();
            });
  }

  /** Closes them all; blocks, so not on an event loop. */
  void close() {
    for (Connected next = open.poll(); next != null; next = open.poll()) {
      next.connections().run();
    }
  }
}
