package dev.sojourn.redis.rig;

import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.Sessions;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a failure test stands on: a server that knows all scripts, sessions that reach it through a
 * proxy on which things go wrong, and sessions beside it, to which nothing happens. Its end checks
 * what holds after every test.
 */
public final class FaultRig implements AutoCloseable {

  private static final Duration TIMEOUT_BESIDE = Duration.ofSeconds(5);

  private final RedisServer server;
  private final FaultProxy proxy;
  private final RedisSessions through;
  private final RedisSessions beside;

  private FaultRig(RedisServer server, UnaryOperator<RedisSettings> settings) {
    this.server = server;
    AllScripts.teach(server);
    this.proxy = FaultProxy.before(server);
    this.through =
        RedisSessions.connect(DebugSettings.of(settings.apply(settings(proxy.userUri()))));
    this.beside =
        RedisSessions.connect(
            DebugSettings.of(
                settings.apply(settings(server.userUri())).withCommandTimeout(TIMEOUT_BESIDE)));
  }

  /** With these settings for what goes through the proxy; beside it everything is patient. */
  public static FaultRig on(RedisServer server, UnaryOperator<RedisSettings> settings) {
    return new FaultRig(server, settings);
  }

  /** The server with that command timeout for what goes through the proxy. */
  public static FaultRig on(RedisServer server, Duration commandTimeout) {
    return on(server, settings -> settings.withCommandTimeout(commandTimeout));
  }

  /** The same in another layout. */
  static FaultRig on(RedisServer server, LayoutName layout, Duration commandTimeout) {
    return on(server, settings -> settings.withLayout(layout).withCommandTimeout(commandTimeout));
  }

  public RedisServer server() {
    return server;
  }

  public FaultProxy proxy() {
    return proxy;
  }

  /** The sessions to which it happens. */
  public Sessions through() {
    return through.sessions();
  }

  public RedisSessions connectionThrough() {
    return through;
  }

  /** The same sessions as others see them. */
  public Sessions beside() {
    return beside.sessions();
  }

  /** A session that is created beside the proxy. */
  public Issued login(String user) {
    return beside().create(NewSession.of(user)).orElseThrow();
  }

  public boolean isLive(SessionId id) {
    return beside().peek(id).isPresent();
  }

  /** How many changes a session has seen. */
  public long version(SessionId id) {
    return beside().peek(id).orElseThrow().stored().version();
  }

  /** As if the touch interval had gone by. */
  public void makeTouchDue(SessionId id) {
    String key = Keys.of(id);
    long left = Long.parseLong(String.valueOf(server.call("PTTL", key)));
    long interval = Timeouts.DEFAULT.touchInterval().toMillis();
    server.call("PEXPIRE", key, "" + (left - 2 * interval));
  }

  /** Waits until sessions through the proxy work again. */
  public void awaitHealed() {
    await().pollInterval(Duration.ofMillis(10)).until(() -> answers(through));
  }

  public static boolean answers(RedisSessions sessions) {
    return sessions
        .store()
        .ping()
        .toCompletableFuture()
        .handle((pong, failure) -> Optional.ofNullable(failure).isEmpty())
        .join();
  }

  @Override
  public void close() {
    proxy.clear();
    through.close();
    beside.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
    proxy.close();
  }

  private static RedisSettings settings(String uri) {
    return RedisSettings.of(uri).withCommandTimeout(TIMEOUT_BESIDE);
  }
}
