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
 * The open connections of a client. Closing a generation closes all of them; nothing that arrives
 * before the last one is closed is trusted. Thread-safe.
 */
final class OpenChannels implements ConnectionGenerations {

  private static final Logger LOG = LoggerFactory.getLogger(OpenChannels.class);

  private final Set<Channel> open = ConcurrentHashMap.newKeySet();
  private final List<Runnable> closeListeners = new CopyOnWriteArrayList<>();

  /** Even while connections are in use, odd while they are being closed. */
  private final AtomicInteger generation = new AtomicInteger();

  private volatile boolean closed;

  /** The client is being closed: no command is sent any more. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  void add(Channel channel) {
    open.add(channel);
    channel.closeFuture().addListener(closed -> open.remove(channel));
  }

  @Override
  public int generation() {
    return generation.get();
  }

  @Override
  public boolean isTrusted(int sentIn) {
    return sentIn % 2 == 0 && sentIn == generation.get();
  }

  @Override
  public int closedGenerations() {
    return (generation.get() + 1) / 2;
  }

  @Override
  public void onGenerationClosed(Runnable task) {
    closeListeners.add(task);
  }

  @Override
  public void closeGeneration(int closing) {
    if (closing % 2 == 0 && generation.compareAndSet(closing, closing + 1)) {
      LOG.warn("a Redis reply was misrouted; closing all connections of the client");
      closeAll();
      closeListeners.forEach(Runnable::run);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the close listener counts it
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
