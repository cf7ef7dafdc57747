package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.layout.Compression;
import dev.sojourn.redis.layout.HashLayout;
import dev.sojourn.redis.layout.JsonLayout;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.layout.Namings;
import dev.sojourn.redis.layout.StringLayout;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.Listener;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
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
abstract class OnRedis {

  final Setup setup;
  final Keyspace keys;
  final Fleet fleet;
  final Redis redis;
  final SessionStore store;

  @SuppressWarnings("StaticAssignmentInConstructor") // one fleet for all tests of a class
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
  final Visit logIn(String user) {
    return Sample.of(user).in(store);
  }

  /** Accesses the session as if so much time had gone by, and awaits its touch. */
  final void touch(Visit visit, long millisLater) {
    redis.age(key(visit), visit.record(), millisLater);
    Instant before = visit.record().lastAccessAt();
    assertOpens(visit);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> visit.record().lastAccessAt().isAfter(before));
  }

  /** The session's key. */
  final String key(Visit visit) {
    return keys.session(visit.id()).orElseThrow();
  }

  /** The ids that the user's sessions have. */
  final List<SessionId> ids(String user) {
    return Answers.of(store.list(user)).stream().map(SessionRecord::id).toList();
  }

  final int revokeAll(String user) {
    return Answers.of(store.revokeAll(user, Optional.empty()));
  }

  /** Hears what the servers tell each other, at the server of that key. */
  final Listener listener(String key) {
    return Listener.on(redis.serverOf(key), keys.channel());
  }

  /** Sees what the server of that key executes. */
  final Monitor monitor(String key) {
    return Monitor.of(redis.serverOf(key));
  }

  /** The layout of new sessions. */
  final Layout<?> layout() {
    return layout(setup.layout());
  }

  /** The layout that new sessions do not have. */
  final Layout<?> otherLayout() {
    return layout(setup.otherLayout());
  }

  private static Layout<?> layout(LayoutName name) {
    return switch (name) {
      case HASH -> new HashLayout(Namings.READABLE, Compression.OFF);
      case STRING -> new StringLayout(Namings.READABLE, Compression.OFF);
      case JSON -> new JsonLayout(Namings.READABLE);
    };
  }

  static void assertOpens(Visit visit) {
    assertThat(visit.access()).isInstanceOf(Live.class);
  }

  static void assertRefused(Visit visit) {
    assertThat(visit.access()).isInstanceOf(Refused.class);
  }
}
