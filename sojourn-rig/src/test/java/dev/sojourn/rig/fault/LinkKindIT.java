package dev.sojourn.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fault affects the chosen kind of connection, and no other. */
@EachServer
class LinkKindIT {

  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final String CHANNEL = "session:invalidate";

  private final RedisServer server;
  private final FaultProxy proxy;
  private RespClient data;
  private ChannelListener listener;

  LinkKindIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    proxy = FaultProxy.before(server);
  }

  @BeforeEach
  void connect() {
    data = RespClient.connect(proxy.userUri());
    listener = ChannelListener.on(proxy.userUri(), CHANNEL);
    assertThat(data.call("GET", "session:a")).isNull();
  }

  @AfterEach
  void end() {
    listener.close();
    data.close();
    proxy.close();
  }

  @Test
  void aConnectionIsOfTheKindThatItsCommandsTell() {
    try (RespClient greeting = RespClient.connect(proxy.userUri())) {
      assertThat(greeting.call("PING")).isEqualTo("PONG");
      assertThat(proxy.links())
          .extracting(FaultLink::kind)
          .as("of a reader, of a listener with its marking one, and of one that greets")
          .containsExactly(
              LinkKind.DATA, LinkKind.GREETING, LinkKind.SUBSCRIBED, LinkKind.GREETING);
      assertThat(greeting.call("GET", "session:a")).isNull();
      assertThat(proxy.links(LinkKind.DATA)).hasSize(2);
    }
  }

  @Test
  void aConnectionThatReadsAndSubscribesIsASubscribedOne() {
    data.call("SUBSCRIBE", CHANNEL);
    assertThat(proxy.links(LinkKind.DATA)).isEmpty();
    assertThat(proxy.links(LinkKind.SUBSCRIBED)).hasSize(2);
  }

  @Test
  void aCutSubscriptionLeavesTheData() {
    proxy.fault(LinkKind.SUBSCRIBED, new Fault.Cut());
    assertBroken(listener);
    assertThatThrownBy(() -> ChannelListener.on(proxy.userUri(), CHANNEL))
        .isInstanceOf(UncheckedIOException.class);
    assertDataIsWell();
    proxy.clear(LinkKind.SUBSCRIBED);
    ChannelListener.on(proxy.userUri(), CHANNEL).close();
  }

  @Test
  void aFrozenSubscriptionHearsAllLater() {
    proxy.fault(LinkKind.SUBSCRIBED, new Fault.Freeze());
    CompletableFuture<String> message = nextMessage();
    publish("a");
    await().during(A_WHILE).until(() -> !message.isDone());
    assertDataIsWell();
    proxy.clear(LinkKind.SUBSCRIBED);
    assertThat(message.join()).isEqualTo("a");
  }

  @Test
  void aBlackHoledSubscriptionLosesItsMessages() {
    proxy.fault(LinkKind.SUBSCRIBED, new Fault.BlackHole());
    CompletableFuture<String> message = nextMessage();
    publish("a");
    await().during(A_WHILE).until(() -> !message.isDone());
    assertThat(proxy.links(LinkKind.SUBSCRIBED)).as("half-open").hasSize(1);
    assertDataIsWell();
    proxy.clear(LinkKind.SUBSCRIBED);
    assertThatThrownBy(message::join).hasCauseInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aSubscriptionToComeIsSwallowedInABlackHole() {
    proxy.fault(LinkKind.SUBSCRIBED, new Fault.BlackHole());
    CompletableFuture<ChannelListener> late =
        CompletableFuture.supplyAsync(() -> ChannelListener.on(proxy.userUri(), CHANNEL));
    await().until(() -> proxy.links(LinkKind.SUBSCRIBED).size() == 2);
    await().during(A_WHILE).until(() -> !late.isDone());
    assertThat(subscribers()).isEqualTo(1);
    proxy.clear();
    assertThatThrownBy(late::join).hasCauseInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aDelayedSubscriptionHearsLate() {
    proxy.fault(LinkKind.SUBSCRIBED, new Fault.Delay(A_WHILE));
    long start = System.nanoTime();
    publish("a");
    assertThat(listener.next()).isEqualTo("a");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(A_WHILE);
  }

  @Test
  void aThrottledSubscriptionHearsSlowly() {
    int bytesPerSecond = 20_000;
    proxy.fault(LinkKind.SUBSCRIBED, new Fault.Throttle(bytesPerSecond));
    String large = "x".repeat(bytesPerSecond / 2);
    long start = System.nanoTime();
    publish(large);
    assertDataIsWell();
    assertThat(listener.next()).isEqualTo(large);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(450));
  }

  @Test
  void aThrottleThatIsOverLetsTheRestThroughAtOnce() {
    proxy.fault(LinkKind.SUBSCRIBED, new Fault.Throttle(1));
    CompletableFuture<String> message = nextMessage();
    publish("x".repeat(1_000_000));
    await().during(A_WHILE).until(() -> !message.isDone());
    proxy.clear();
    assertThat(message.join()).hasSize(1_000_000);
  }

  @Test
  void aDroppedReplyIsOneOfTheKind() {
    proxy.fault(LinkKind.DATA, new Fault.DropReply("GET"));
    try (RespClient greeting = RespClient.connect(proxy.userUri())) {
      assertThat(greeting.call("PING")).isEqualTo("PONG");
      assertThatThrownBy(() -> data.call("GET", "session:a"))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(greeting.call("GET", "session:a")).as("the fault is over").isNull();
    }
    publish("a");
    assertThat(listener.next()).isEqualTo("a");
  }

  @Test
  void brokenDataLeaveTheSubscription() {
    for (Fault fault : List.of(new Fault.BlackHole(), new Fault.Freeze(), new Fault.Cut())) {
      proxy.fault(LinkKind.DATA, fault);
      publish("a");
      assertThat(listener.next()).isEqualTo("a");
      ChannelListener.on(proxy.userUri(), CHANNEL).close();
    }
    assertThatThrownBy(() -> data.call("GET", "session:a"))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(this::readOnANewConnection).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aConnectionsOwnFaultGoesBeforeThatOfItsKindAndThatBeforeThatOfAll() {
    proxy.all(new Fault.BlackHole());
    proxy.fault(LinkKind.SUBSCRIBED, new Fault.None());
    publish("a");
    assertThat(listener.next()).isEqualTo("a");
    proxy.links(LinkKind.DATA).get(0).fault(new Fault.None());
    assertThat(data.call("GET", "session:a")).isNull();
  }

  private void assertDataIsWell() {
    assertThat(data.call("GET", "session:a")).isNull();
    readOnANewConnection();
  }

  private void readOnANewConnection() {
    try (RespClient late = RespClient.connect(proxy.userUri())) {
      assertThat(late.call("GET", "session:a")).isNull();
    }
  }

  private static void assertBroken(ChannelListener listener) {
    assertThatThrownBy(listener::next).isInstanceOf(UncheckedIOException.class);
  }

  private CompletableFuture<String> nextMessage() {
    return CompletableFuture.supplyAsync(listener::next);
  }

  private void publish(String message) {
    server.call("PUBLISH", CHANNEL, message);
  }

  private long subscribers() {
    try (RespClient client = server.connect()) {
      return Long.parseLong(client.texts("PUBSUB", "NUMSUB", CHANNEL).get(1));
    }
  }
}
