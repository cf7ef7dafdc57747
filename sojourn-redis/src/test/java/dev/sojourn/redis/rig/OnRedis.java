package dev.sojourn.redis.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionId;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.layout.Compression;
import dev.sojourn.redis.internal.layout.HashLayout;
import dev.sojourn.redis.internal.layout.JsonLayout;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.Namings;
import dev.sojourn.redis.internal.layout.StringLayout;
import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;

/**
 * Base of tests on a real server: a fleet shared by all tests of the class, and direct access to
 * the data in Redis. Checks after each test that every key has a TTL, and at the end that no
 * connection is left.
 */
public abstract class OnRedis {

  public final Setup setup;
  public final Keyspace keys;
  public final Fleet fleet;
  public final Redis redis;
  public final SessionStore store;

  @SuppressWarnings("StaticAssignmentInConstructor")
  public // one fleet for all tests of a class
  OnRedis(Setup setup) {
    this.setup = setup;
    this.keys = new Keyspace(setup.keyspace(), "");
    this.fleet = Fleet.on(setup);
    this.redis = fleet.redis();
    this.store = fleet.store("first", UnaryOperator.identity());
  }

  @BeforeEach
  final void empty() {
    fleet.empty();
  }

  @AfterEach
  final void everyKeyExpires() {
    fleet.everyKeyExpires();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    Fleet.end();
  }

  /** Creates a session of a user. */
  public final TestClient logIn(String user) {
    return Sample.of(user).in(store);
  }

  /** Accesses a session as if that much time had passed, and waits for its touch. */
  public final void touch(TestClient client, long millisLater) {
    redis.age(key(client), client.record(), millisLater);
    Instant before = client.record().lastAccessAt();
    assertOpens(client);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> client.record().lastAccessAt().isAfter(before));
  }

  /** The session's key. */
  public final String key(TestClient client) {
    return keys.session(client.id()).orElseThrow();
  }

  /** The ids of a user's sessions. */
  public final List<SessionId> ids(String user) {
    return Await.of(store.list(user)).stream().map(SessionRecord::id).toList();
  }

  public final int revokeAll(String user) {
    return Await.of(store.revokeAll(user, Optional.empty()));
  }

  /** Subscribes to the invalidation channel at the server of a key. */
  public final ChannelListener listener(String key) {
    return ChannelListener.on(redis.serverOf(key), keys.channel());
  }

  /** Monitors the commands of the server of a key. */
  public final CommandMonitor monitor(String key) {
    return CommandMonitor.of(redis.serverOf(key));
  }

  /** The layout of new sessions. */
  public final Layout<?> layout() {
    return layout(setup.layout());
  }

  /** Another layout than that of new sessions. */
  public final Layout<?> otherLayout() {
    return layout(setup.otherLayout());
  }

  private static Layout<?> layout(LayoutName name) {
    return switch (name) {
      case HASH -> new HashLayout(Namings.READABLE, Compression.OFF);
      case STRING -> new StringLayout(Namings.READABLE, Compression.OFF);
      case JSON -> new JsonLayout(Namings.READABLE);
    };
  }

  public static void assertOpens(TestClient client) {
    assertThat(client.access()).isInstanceOf(Live.class);
  }

  public static void assertRefused(TestClient client) {
    assertThat(client.access()).isInstanceOf(Refused.class);
  }
}
