package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.NewSession;
import dev.sojourn.SessionToken;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.RedisSettings.KeyspaceName;
import dev.sojourn.testkit.ClusterProxy;
import dev.sojourn.testkit.EachServer;
import dev.sojourn.testkit.Fault;
import dev.sojourn.testkit.LinkKind;
import dev.sojourn.testkit.RedisCluster;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.ServerKind;
import dev.sojourn.testkit.SharedServers;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client of a Cluster goes through its proxies alone, and one node's can be broken. */
@EachServer
class ClusterProxyClientIT {

  private final RedisCluster cluster;
  private final ClusterProxy proxy;
  private final RedisSessions through;
  private final RedisSessions beside;

  ClusterProxyClientIT(ServerKind kind) {
    cluster = SharedServers.freshCluster(kind);
    proxy = ClusterProxy.before(cluster);
    through = connected(proxy.userUri());
    beside = connected(cluster.userUri());
  }

  @AfterEach
  void end() {
    through.close();
    beside.close();
    proxy.close();
  }

  @Test
  void oneBrokenNodeIsBrokenForThisClientAlone() {
    Map<RedisServer, SessionToken> tokens = tokenOnEachNode();
    RedisServer broken = cluster.nodes().get(1);
    proxy.to(broken).fault(LinkKind.DATA, new Fault.BlackHole());
    tokens.forEach(
        (node, token) -> {
          assertThat(beside.sessions().access(token)).isPresent();
          if (node == broken) {
            assertThatThrownBy(() -> through.sessions().access(token))
                .isInstanceOf(StoreUnavailable.class);
          } else {
            assertThat(through.sessions().access(token)).isPresent();
          }
        });
    proxy.clear();
    await()
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .until(() -> through.sessions().access(tokens.get(broken)).isPresent());
  }

  private Map<RedisServer, SessionToken> tokenOnEachNode() {
    Map<RedisServer, SessionToken> tokens = new HashMap<>();
    for (int user = 0; tokens.size() < cluster.nodes().size(); user++) {
      SessionToken token =
          through.sessions().create(NewSession.of("user" + user)).orElseThrow().token();
      tokens.put(cluster.primaryOf(Keys.of(token.id())), token);
    }
    return tokens;
  }

  private static RedisSessions connected(String uri) {
    return RedisSessions.connect(RedisSettings.of(uri).withKeyspace(KeyspaceName.SLOTTED));
  }
}
