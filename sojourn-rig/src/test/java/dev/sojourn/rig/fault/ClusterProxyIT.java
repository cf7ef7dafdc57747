package dev.sojourn.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EachServer
class ClusterProxyIT {

  private static final String CHANNEL = "session:invalidate";
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final RedisCluster cluster;
  private final ClusterProxy proxy;
  private final RedisServer a;
  private final RedisServer b;

  ClusterProxyIT(ServerKind kind) {
    cluster = SharedServers.freshCluster(kind);
    proxy = ClusterProxy.before(cluster);
    a = cluster.nodes().get(0);
    b = cluster.nodes().get(1);
  }

  @AfterEach
  void end() {
    proxy.close();
  }

  @Test
  void whatNodesTellOfEachOtherNamesTheProxies() {
    try (RespClient client = RespClient.connect(proxy.to(a).adminUri())) {
      String nodes = client.text("CLUSTER", "NODES");
      assertThat(proxy.all())
          .hasSize(3)
          .allSatisfy(each -> assertThat(nodes).contains(each.address() + "@"));
      assertThat(cluster.nodes()).noneSatisfy(node -> assertThat(nodes).contains(node.address()));
    }
  }

  @Test
  void aRedirectionLeadsThroughTheProxy() {
    RedisServer home = cluster.primaryOf("session:{t}");
    RedisServer other = home == a ? b : a;
    try (RespClient client = RespClient.connect(proxy.to(other).adminUri())) {
      assertThatThrownBy(() -> client.call("GET", "session:{t}"))
          .hasMessageStartingWith("MOVED")
          .hasMessageEndingWith(proxy.to(home).address());
    }
  }

  @Test
  void itsUriNamesProxiesAlone() {
    assertThat(proxy.all())
        .allSatisfy(each -> assertThat(proxy.userUri()).contains(each.address()));
    assertThat(cluster.nodes())
        .allSatisfy(node -> assertThat(proxy.userUri()).doesNotContain(node.address()));
  }

  @Test
  void oneNodesSubscriptionIsBrokenAndNothingElse() {
    try (ClusterProxy beside = ClusterProxy.before(cluster);
        ChannelListener atA = ChannelListener.on(proxy.to(a).userUri(), CHANNEL);
        ChannelListener atB = ChannelListener.on(proxy.to(b).userUri(), CHANNEL);
        ChannelListener besideAtA = ChannelListener.on(beside.to(a).userUri(), CHANNEL);
        RespClient data = RespClient.connect(proxy.to(a).adminUri())) {
      proxy.to(a).fault(LinkKind.SUBSCRIBED, new Fault.Cut());
      a.call("PUBLISH", CHANNEL, "x");
      assertThatThrownBy(atA::next).isInstanceOf(UncheckedIOException.class);
      assertThat(atB.next()).isEqualTo("x");
      assertThat(besideAtA.next()).isEqualTo("x");
      assertThat(data.call("DBSIZE")).isEqualTo(0L);
    }
  }

  /** Longer than the timeout after which a node counts as failed. */
  @Test
  void messagesAreLostOnOneWayOfTheBusAloneAndTheClusterWorksOn() {
    RedisServer c = cluster.nodes().get(2);
    try (ClusterBus bus = ClusterBus.of(cluster);
        ChannelListener atB = ChannelListener.on(b, CHANNEL);
        ChannelListener atC = ChannelListener.on(c, CHANNEL)) {
      bus.fault(a, b, new Fault.BlackHole());
      a.call("PUBLISH", CHANNEL, "lost");
      assertThat(atC.next()).isEqualTo("lost");
      c.call("PUBLISH", CHANNEL, "from C");
      assertThat(atB.next()).as("the first that B hears").isEqualTo("from C");
      b.call("PUBLISH", CHANNEL, "from B");
      assertThat(List.of(atC.next(), atC.next())).containsExactly("from C", "from B");
      await()
          .during(SILENCE)
          .atMost(SILENCE.multipliedBy(2))
          .until(() -> cluster.nodes().stream().allMatch(ClusterProxyIT::isOk));
      bus.clear(a, b);
      List<String> heard = new ArrayList<>();
      await()
          .until(
              () -> {
                a.call("PUBLISH", CHANNEL, "again");
                heard.addAll(atB.messages());
                return heard.contains("again");
              });
      assertThat(heard).doesNotContain("lost");
    }
  }

  private static boolean isOk(RedisServer node) {
    return String.valueOf(node.call("CLUSTER", "INFO")).contains("cluster_state:ok");
  }
}
