package dev.sojourn.redis.internal.connection;

import io.lettuce.core.RedisException;
import io.netty.channel.Channel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open connections of a client. Closing a generation closes all of them; nothing that arrives
 * before the last one is closed is trusted. Thread-safe.
 */
final class OpenChannels implements ConnectionGenerations {

  private static final Logger LOG = System.getLogger(OpenChannels.class.getName());

  /** So long a replica is kept before the next attempt: it may be promoted, or the address move. */
  private static final Duration REPLICA_PAUSE = Duration.ofMillis(200);

  /** What the connections of a client lead to. Only the answers of a primary count. */
  enum Peer {
    /** One server, which must be a primary: each connection asks it now and then. */
    SERVER,

    /** One server, which must be a primary: the heartbeats of the connection ask it. */
    SUBSCRIBED_SERVER,

    /** The nodes of a Cluster, also replicas: they refuse by themselves what is not theirs. */
    CLUSTER;

    /** Whether a server that turns out to be a replica is left, in the hope of a better address. */
    boolean mustBePrimary() {
      return this != CLUSTER;
    }
  }

  private final Peer peer;
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();
  private final List<Runnable> closeListeners = new CopyOnWriteArrayList<>();

  /** Even while connections are in use, odd while they are being closed. */
  private final AtomicInteger generation = new AtomicInteger();

  private final HeldReplies held = new HeldReplies();
  private final AtomicInteger misrouted = new AtomicInteger();
  private volatile boolean leavingReplica;
  private volatile boolean closed;

  OpenChannels(Peer peer) {
    this.peer = peer;
  }

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
    if (peer == Peer.SERVER) {
      PrimaryCheck.addTo(channel, this);
    }
  }

  HeldReplies held() {
    return held;
  }

  /** Why no command can be sent now, if there is a reason. */
  Optional<RuntimeException> unusable() {
    if (closed) {
      return Optional.of(RedisErrors.closed());
    }
    return leavingReplica
        ? Optional.of(new RedisException("Currently not connected to a primary"))
        : Optional.empty();
  }

  @Override
  public int generation() {
    return generation.get();
  }

  @Override
  public boolean isTrusted(int sentIn) {
    return sentIn % 2 == 0 && sentIn == generation.get();
  }

  /** What a command fails with whose reply cannot be trusted. */
  RedisException untrusted() {
    return leavingReplica
        ? new RedisErrors.ReplicaException()
        : new RedisException("the connection was closed before its reply could be trusted");
  }

  @Override
  public int misroutedGenerations() {
    return misrouted.get();
  }

  @Override
  public void onGenerationClosed(Runnable task) {
    closeListeners.add(task);
  }

  @Override
  public void closeGeneration(int closing) {
    if (end(closing)) {
      LOG.log(Level.WARNING, "a Redis reply was misrouted; closing all connections of the client");
      misrouted.incrementAndGet();
      closeAll();
      closeListeners.forEach(Runnable::run);
    }
  }

  /**
   * Closes every connection of that generation after a pause, because their server is a replica.
   * Has no effect on those of a Cluster. Meanwhile commands are rejected as if there was none.
   */
  void leaveReplica(int leaving) {
    if (peer.mustBePrimary() && end(leaving)) {
      LOG.log(
          Level.WARNING,
          "this Redis is a replica; reconnecting until its address leads to a primary");
      leavingReplica = true;
      closeListeners.forEach(Runnable::run);
      afterPause(this::closeAll);
    }
  }

  private boolean end(int ending) {
    return ending % 2 == 0 && generation.compareAndSet(ending, ending + 1);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a channel of a loop that ends is closed anyway
  private void afterPause(Runnable task) {
    Optional<Channel> any = open.stream().findAny();
    if (any.isEmpty()) {
      task.run();
    } else {
      any.get().eventLoop().schedule(task, REPLICA_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
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
      leavingReplica = false;
      generation.incrementAndGet();
    }
  }
}
