package dev.sojourn.rig.fault;

import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bus of a Cluster, led through a {@link FaultProxy} before each node's bus port, which the
 * nodes announce as theirs. Each node opens one connection to each other and publishes on it, so
 * what is wrong with the way from one to another loses the messages of that way alone; the Cluster
 * works on as long as the two hear each other on the way back. It takes a few seconds to begin and
 * to end. A node that is restarted announces its own port again. Thread-safe.
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

  /** Leads it through proxies with nothing wrong yet; waits until every link goes there. */
  public static ClusterBus of(RedisCluster cluster) {
    ClusterBus bus = new ClusterBus(cluster);
    bus.proxies.forEach((node, proxy) -> announce(node, proxy.port()));
    bus.awaitLinks(cluster.nodes().size() - 1);
    cluster.awaitOk();
    return bus;
  }

  /** From now on this is wrong with what the first node opened to the other, and opens again. */
  public void fault(RedisServer from, RedisServer to, Fault fault) {
    to(to).fault(kind(from), fault);
  }

  /** Nothing is wrong any more with what the first node opens to the other. */
  public void clear(RedisServer from, RedisServer to) {
    to(to).clear(kind(from));
  }

  /** Nothing is wrong any more. */
  public void clear() {
    proxies.values().forEach(FaultProxy::clear);
  }

  /** Lets the nodes find each other without proxies again. */
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
