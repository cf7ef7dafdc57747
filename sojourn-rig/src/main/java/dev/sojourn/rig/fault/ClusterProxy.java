package dev.sojourn.rig.fault;

import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@link FaultProxy} in front of every node of a Cluster, for clients that use its URI: in
 * replies to them, nodes have the addresses of the proxies. Other clients, also those of another
 * cluster proxy, are not affected; a test has one for each process that it injects faults into.
 * Thread-safe.
 *
 * <pre>{@code
 * try (ClusterProxy proxy = ClusterProxy.before(cluster)) {
 *   RedisSessions sessions = RedisSessions.connect(proxy.userUri());
 *   proxy.to(cluster.primaryOf(key)).fault(LinkKind.SUBSCRIBED, new Fault.BlackHole());
 * }
 * }</pre>
 */
public final class ClusterProxy implements AutoCloseable {

  private final RedisCluster cluster;
  private final Map<RedisServer, FaultProxy> proxies = new LinkedHashMap<>();
  private final Map<String, String> addresses;

  private ClusterProxy(RedisCluster cluster) {
    this.cluster = cluster;
    for (RedisServer node : cluster.nodes()) {
      proxies.put(node, FaultProxy.before(node, ProxyRoute.ofClients(node, this::addresses)));
    }
    addresses =
        proxies.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    proxy -> proxy.getKey().address(), proxy -> proxy.getValue().address()));
  }

  /** Proxies in front of all nodes of a Cluster, without a fault. */
  public static ClusterProxy before(RedisCluster cluster) {
    return new ClusterProxy(cluster);
  }

  /** The Cluster's {@link RedisCluster#userUri} with the proxies' ports. */
  public String userUri() {
    return new AddressRewriter(addresses).replaced(cluster.userUri());
  }

  /** The proxy in front of a node. */
  public FaultProxy to(RedisServer node) {
    FaultProxy proxy = proxies.get(node);
    if (proxy == null) {
      throw new IllegalArgumentException("not a node of this Cluster: " + node);
    }
    return proxy;
  }

  /** The proxies of all nodes, in the nodes' order. */
  public List<FaultProxy> all() {
    return List.copyOf(proxies.values());
  }

  /** Clears the faults of all proxies. */
  public void clear() {
    proxies.values().forEach(FaultProxy::clear);
  }

  @Override
  public void close() {
    proxies.values().forEach(FaultProxy::close);
  }

  private Map<String, String> addresses() {
    return addresses;
  }
}
