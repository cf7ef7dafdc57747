package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A subscriber to any node of a Cluster receives the messages of all nodes. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#all")
final class FleetMessagesIT extends OnRedis {

  FleetMessagesIT(Setup setup) {
    super(setup);
  }

  @Test
  void everyNodePublishesEveryRevocation() {
    List<TestClient> clients = List.of(logIn("ada"), logIn("bob"), logIn("cyd"), logIn("dan"));
    List<String> all = clients.stream().map(TestClient::id).map(SessionId::value).toList();
    List<ChannelListener> listeners =
        redis.servers().stream().map(server -> ChannelListener.on(server, keys.channel())).toList();
    try {
      clients.forEach(TestClient::revoke);
      listeners.forEach(
          listener ->
              assertThat(received(listener, all::contains).limit(all.size()).toList())
                  .containsExactlyInAnyOrderElementsOf(all));
    } finally {
      listeners.forEach(ChannelListener::close);
    }
  }

  /** So a missing right for the channel is found before the first logout. */
  @Test
  void theFirstLookPublishesAProbe() {
    try (ChannelListener listener = ChannelListener.on(redis.servers().get(0), keys.channel())) {
      RedisSessions.connect(setup.at(uri())).close();

      assertThat(received(listener, message -> SessionId.parse(message).isPresent()).findFirst())
          .isPresent();
    }
  }

  @Test
  void theServerCheckLeavesNothingBehind() {
    RedisSessions.connect(setup.at(uri())).close();
    assertThat(redis.servers()).allMatch(server -> Long.valueOf(0).equals(server.call("DBSIZE")));
  }

  private String uri() {
    return setup.cluster()
        ? SharedServers.cluster(setup.kind()).userUri()
        : SharedServers.get(setup.kind()).userUri();
  }

  /** The next matching messages. The bus of a Cluster may still deliver earlier ones. */
  private static Stream<String> received(ChannelListener listener, Predicate<String> kind) {
    return Stream.generate(listener::next).filter(kind);
  }
}
