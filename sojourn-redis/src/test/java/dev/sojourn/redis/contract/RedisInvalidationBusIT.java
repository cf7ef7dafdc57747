package dev.sojourn.redis.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.rig.Redis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import dev.sojourn.testkit.contract.InvalidationBusContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalidations over Pub/Sub keep the contract, on single servers and on Clusters (D8, J7). */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#near")
final class RedisInvalidationBusIT extends InvalidationBusContract {

  private static final int SESSIONS = 12;

  private final Setup setup;
  private final RedisSessions sessions;
  private final RedisSessions beside;
  private final Redis redis;

  RedisInvalidationBusIT(Setup setup) {
    this.setup = setup;
    RedisSettings settings = setup.settings();
    this.sessions = RedisSessions.connect(settings);
    this.beside = RedisSessions.connect(settings);
    this.redis = new Redis(setup);
  }

  @AfterEach
  void close() {
    beside.close();
    sessions.close();
    redis.close();
  }

  @Override
  protected InvalidationBus bus() {
    return sessions.invalidations();
  }

  /** A store on a connection of its own, as in another process. */
  @Override
  protected SessionStore store() {
    return beside.store();
  }

  /** The check at start publishes to the channel too. */
  @Test
  void aServerThatStartsIsNotTold() {
    RecordedMessages recorded = subscribe();
    try (RedisSessions starting = RedisSessions.connect(setup.servingSettings())) {
      TestClient ada = Sample.of("ada").in(starting.store());
      ada.revoke();

      recorded.awaitAll(ada);
    }
    assertThat(counted().garbled()).isZero();
  }

  /**
   * In a Cluster a classic message reaches every node, so each of our connections receives it; a
   * listener is called once.
   */
  @Test
  void everyNodeHearsEachEndOnceAndAListenerIsToldOnce() {
    RecordedMessages recorded = subscribe();
    List<TestClient> clients =
        Stream.generate(() -> Sample.anonymous().in(store())).limit(SESSIONS).toList();
    List<String> ids = clients.stream().map(client -> client.id().value()).toList();
    List<ChannelListener> nodes =
        redis.servers().stream().map(server -> ChannelListener.on(server, channel())).toList();
    try {
      clients.forEach(TestClient::revoke);
      nodes.forEach(
          node ->
              assertThat(receivedBy(node).filter(ids::contains).limit(SESSIONS).toList())
                  .containsExactlyInAnyOrderElementsOf(ids));
      await().until(() -> recorded.ids().size() >= SESSIONS);
      redis.servers().forEach(server -> server.call("PUBLISH", channel(), "end of the test"));
      await().until(() -> counted().garbled() >= (long) redis.servers().size());
      assertThat(recorded.ids())
          .containsExactlyInAnyOrderElementsOf(clients.stream().map(TestClient::id).toList());
      assertThat(nodes).allMatch(node -> node.messages().stream().noneMatch(ids::contains));
    } finally {
      nodes.forEach(ChannelListener::close);
    }
  }

  @Test
  void afterAReconnectListenersAreToldThatTheyMayHaveMissedSomething() {
    RecordedMessages recorded = subscribe();
    redis.servers().forEach(server -> server.call("CLIENT", "KILL", "TYPE", "pubsub"));

    await().until(() -> recorded.misses() > 0);
    TestClient ada = Sample.of("ada").in(store());
    ada.revoke();
    await().until(() -> recorded.ids().contains(ada.id()));
  }

  /** FT33: messages of other publishers are delivered; those that are no session id are counted. */
  @Test
  void aMessageOfAnybodyIsToldAndGarbageIsNot() {
    RecordedMessages recorded = subscribe();
    TestClient ada = Sample.of("ada").in(store());
    String key = new Keyspace(setup.keyspace(), "").session(ada.id()).orElseThrow();
    redis.at(key).call("PUBLISH", channel(), "session:" + ada.id());
    redis.at(key).call("PUBLISH", channel(), "");
    redis.at(key).call("PUBLISH", channel(), ada.id().value());

    recorded.awaitAll(ada);
    assertThat(counted().garbled()).isGreaterThanOrEqualTo(2);
    assertThat(ada.isLive()).isTrue();
  }

  private NearCacheState counted() {
    return sessions.nearCacheState();
  }

  private String channel() {
    return new Keyspace(setup.keyspace(), "").channel();
  }

  private static Stream<String> receivedBy(ChannelListener node) {
    return Stream.generate(node::next);
  }
}
