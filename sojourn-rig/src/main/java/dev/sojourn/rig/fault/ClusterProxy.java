package dev.sojourn.rig.fault;

import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@link FaultProxy} before every node of a Cluster, for the clients that are given its URI: what
 * the nodes tell them about each other names the proxies. Other clients, and those of another such
 * proxy, are not touched; so a test has one for each process to which something is to happen.
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

  /** Before all nodes of that Cluster, with nothing wrong yet. */
  public static ClusterProxy before(RedisCluster cluster) {
    return new ClusterProxy(cluster);
  }

  /** The Cluster's {@link RedisCluster#userUri} with the proxies' ports. */
  public String userUri() {
    return new AddressRewriter(addresses).replaced(cluster.userUri());
  }

  /** The one before that node. */
  public FaultProxy to(RedisServer node) {
    FaultProxy proxy = proxies.get(node);
    if (proxy == null) {
      throw new IllegalArgumentException("not a node of this Cluster: " + node);
    }
    return proxy;
  }

  /** Those before all nodes, in the nodes' order. */
  public List<FaultProxy> all() {
    return List.copyOf(proxies.values());
  }

  /** Nothing is wrong any more, with none. */
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
