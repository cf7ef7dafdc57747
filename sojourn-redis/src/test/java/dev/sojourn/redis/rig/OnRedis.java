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
 * Tests of a rule on a real server: a fleet that all tests of the class share, and a look at what
 * lies in Redis. After each test every key has a TTL; after the last no connection is left.
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

  /** A new session of that user. */
  public final TestClient logIn(String user) {
    return Sample.of(user).in(store);
  }

  /** Accesses the session as if so much time had gone by, and awaits its touch. */
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

  /** The ids that the user's sessions have. */
  public final List<SessionId> ids(String user) {
    return Await.of(store.list(user)).stream().map(SessionRecord::id).toList();
  }

  public final int revokeAll(String user) {
    return Await.of(store.revokeAll(user, Optional.empty()));
  }

  /** Hears what the servers tell each other, at the server of that key. */
  public final ChannelListener listener(String key) {
    return ChannelListener.on(redis.serverOf(key), keys.channel());
  }

  /** Sees what the server of that key executes. */
  public final CommandMonitor monitor(String key) {
    return CommandMonitor.of(redis.serverOf(key));
  }

  /** The layout of new sessions. */
  public final Layout<?> layout() {
    return layout(setup.layout());
  }

  /** The layout that new sessions do not have. */
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
