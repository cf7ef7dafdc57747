package dev.sojourn.server.internal.api;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.server.internal.observe.ServiceLog;
import dev.sojourn.server.internal.service.ConnectedStore;
import dev.sojourn.server.internal.service.HostAndPort;
import dev.sojourn.server.internal.service.ServerSettings;
import dev.sojourn.server.internal.service.SojournServer;
import dev.sojourn.server.internal.service.StorePool;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The service on a free port over an in-memory store, with keys for each role. */
public final class TestService implements AutoCloseable {

  static final String APP_KEY = "app-key-of-the-test";
  public static final String OPERATOR_KEY = "operator-key-of-the-test";
  public static final String BOTH_KEY = "both-key-of-the-test";

  public static final ServiceKeys KEYS =
      ServiceKeys.of("app", Set.of(Role.APP), APP_KEY)
          .and(ServiceKeys.of("ops", Set.of(Role.OPERATOR), OPERATOR_KEY))
          .and(ServiceKeys.of("both", EnumSet.allOf(Role.class), BOTH_KEY));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T18:00:00.120Z"));

  private final SessionStore store;
  private final FakeMaintenance maintenance = new FakeMaintenance();
  private final SojournServer server;

  private TestService(
      UnaryOperator<SessionStore> around, UnaryOperator<RedisSettings> settings, boolean managed) {
    this(around, settings, managed, Optional.empty(), EventSettings.DEFAULT);
  }

  private TestService(
      UnaryOperator<SessionStore> around,
      UnaryOperator<RedisSettings> settings,
      boolean managed,
      Optional<InvalidationBus> bus,
      EventSettings events) {
    RedisSettings redis = settings.apply(RedisSettings.of("redis://localhost"));
    InMemorySessionStore memory = new InMemorySessionStore(now::get, redis.limits(), Secrets.GRACE);
    store = around.apply(memory);
    StorePool stores =
        new StorePool(
            loop -> completedFuture(new ConnectedStore(store, () -> {})),
            bus.orElseGet(memory::invalidations),
            Optional.empty(),
            () -> {});
    server =
        SojournServer.startOver(
            new ServerSettings(
                "127.0.0.1",
                0,
                managed ? Optional.of(new HostAndPort("127.0.0.1", 0)) : Optional.empty(),
                KEYS,
                redis),
            2,
            new ServiceLog(),
            stores,
            new EventStreams(stores.invalidations(), events),
            maintenance);
  }

  static TestService start() {
    return start(settings -> settings);
  }

  static TestService start(UnaryOperator<RedisSettings> settings) {
    return new TestService(store -> store, settings, false);
  }

  static TestService over(UnaryOperator<SessionStore> around) {
    return new TestService(around, settings -> settings, false);
  }

  /** A service with the invalidations of a test. */
  static TestService withEvents(InvalidationBus bus, EventSettings events) {
    return new TestService(store -> store, settings -> settings, false, Optional.of(bus), events);
  }

  static TestService managed() {
    return new TestService(store -> store, settings -> settings, true);
  }

  SessionStore store() {
    return store;
  }

  FakeMaintenance maintenance() {
    return maintenance;
  }

  SojournServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  /** Advances the clock of the store. */
  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  /** A caller with both roles. */
  Caller caller() {
    return new Caller(port(), Optional.of(BOTH_KEY));
  }

  /** A caller with this key, or without. */
  Caller caller(Optional<String> key) {
    return new Caller(port(), key);
  }

  /** A caller of the separate management address. */
  Caller operator() {
    return new Caller(server.managementPort().orElseThrow(), Optional.empty());
  }

  @Override
  public void close() {
    server.stop();
  }
}
