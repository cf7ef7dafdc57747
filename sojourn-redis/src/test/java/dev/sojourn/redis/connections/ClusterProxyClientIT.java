package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.NewSession;
import dev.sojourn.SessionToken;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.rig.fault.ClusterProxy;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Cluster client connects through its proxies only; the proxy of a single node can fail. */
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
