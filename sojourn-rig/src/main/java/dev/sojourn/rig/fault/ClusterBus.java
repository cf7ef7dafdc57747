package dev.sojourn.rig.fault;

import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Routes the bus of a Cluster through a {@link FaultProxy} in front of each node's bus port, which
 * the nodes announce as theirs. Each node opens one connection to each other and publishes on it,
 * so a fault from one node to another loses the messages in that direction only; the Cluster keeps
 * working as long as the other direction works. It takes a few seconds to open and to close. A node
 * that is restarted announces its own port again. Thread-safe.
 *
 * <pre>{@code
 * try (ClusterBus bus = ClusterBus.of(cluster)) {
 *   bus.fault(from, to, new Fault.BlackHole());
 *   …
 * }
 * }</pre>
 */
public final class ClusterBus implements AutoCloseable {

  private static final String ANNOUNCED = "cluster-announce-bus-port";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final RedisCluster cluster;
  private final Map<RedisServer, FaultProxy> proxies = new LinkedHashMap<>();

  private ClusterBus(RedisCluster cluster) {
    this.cluster = cluster;
    for (RedisServer node : cluster.nodes()) {
      proxies.put(node, FaultProxy.before(node, ProxyRoute.ofBus(node)));
    }
  }

  /** Routes the bus through proxies without a fault, and waits until every link uses them. */
  public static ClusterBus of(RedisCluster cluster) {
    ClusterBus bus = new ClusterBus(cluster);
    bus.proxies.forEach((node, proxy) -> announce(node, proxy.port()));
    bus.awaitLinks(cluster.nodes().size() - 1);
    cluster.awaitOk();
    return bus;
  }

  /** Sets the fault of connections that the first node has opened to the other, or will open. */
  public void fault(RedisServer from, RedisServer to, Fault fault) {
    to(to).fault(kind(from), fault);
  }

  /** Clears the fault of connections from the first node to the other. */
  public void clear(RedisServer from, RedisServer to) {
    to(to).clear(kind(from));
  }

  /** Clears all faults. */
  public void clear() {
    proxies.values().forEach(FaultProxy::clear);
  }

  /** Lets the nodes connect to each other without proxies again. */
  @Override
  public void close() {
    clear();
    cluster.nodes().forEach(RedisServer::wake);
    cluster.nodes().forEach(node -> announce(node, 0));
    awaitLinks(0);
    proxies.values().forEach(FaultProxy::close);
    cluster.awaitOk();
  }

  private FaultProxy to(RedisServer node) {
    FaultProxy proxy = proxies.get(node);
    if (proxy == null) {
      throw new IllegalArgumentException("not a node of this Cluster: " + node);
    }
    return proxy;
  }

  private static LinkKind kind(RedisServer from) {
    return LinkKind.busFrom(RedisCluster.id(from));
  }

  private static void announce(RedisServer node, int port) {
    node.call("CONFIG", "SET", ANNOUNCED, String.valueOf(port));
  }

  private void awaitLinks(int links) {
    await()
        .atMost(TIMEOUT)
        .until(() -> proxies.values().stream().allMatch(proxy -> sorted(proxy) == links));
  }

  private static long sorted(FaultProxy proxy) {
    return proxy.links().stream().filter(link -> !link.kind().equals(LinkKind.GREETING)).count();
  }
}
