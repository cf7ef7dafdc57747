package dev.sojourn.redis.internal.connection;

import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections of a client, in generations: one ends when an answer was found that fits
 * another question. Then all connections are closed, for the next answer may not fit either, and
 * Lettuce connects anew. Until the last is closed nothing that arrives is believed. Thread-safe.
 */
final class OpenChannels {

  private static final Logger LOG = LoggerFactory.getLogger(OpenChannels.class);

  private final Set<Channel> open = ConcurrentHashMap.newKeySet();
  private final List<Runnable> endings = new CopyOnWriteArrayList<>();

  /** Even while connections are in use, odd while they are being closed. */
  private final AtomicInteger generation = new AtomicInteger();

  void add(Channel channel) {
    open.add(channel);
    channel.closeFuture().addListener(closed -> open.remove(channel));
  }

  /** The generation now. */
  int generation() {
    return generation.get();
  }

  /** Whether what was asked in that generation may be believed. */
  boolean isGood(int asked) {
    return asked % 2 == 0 && asked == generation.get();
  }

  /** How many generations have ended. */
  int closedGenerations() {
    return (generation.get() + 1) / 2;
  }

  /** Runs a task whenever a generation ends. */
  void onClosed(Runnable task) {
    endings.add(task);
  }

  /** Ends that generation, if it has not ended. */
  void closeGeneration(int ending) {
    if (ending % 2 == 0 && generation.compareAndSet(ending, ending + 1)) {
      LOG.warn("an answer of Redis fits another question; the connections are closed");
      closeAll();
      endings.forEach(Runnable::run);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the listener hears when it is closed
  private void closeAll() {
    List<Channel> closing = List.copyOf(open);
    AtomicInteger left = new AtomicInteger(closing.size() + 1);
    for (Channel channel : closing) {
      channel.closeFuture().addListener(closed -> countDown(left));
      channel.close();
    }
    countDown(left);
  }

  private void countDown(AtomicInteger left) {
    if (left.decrementAndGet() == 0) {
      generation.incrementAndGet();
    }
  }
}
