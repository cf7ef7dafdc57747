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
 * The rig of a fault test: a server with all scripts loaded, sessions that connect through a fault
 * proxy, and sessions beside it that connect directly. Closing it checks the invariants.
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

  /** With settings for the sessions through the proxy; those beside have a long timeout. */
  public static FaultRig on(RedisServer server, UnaryOperator<RedisSettings> settings) {
    return new FaultRig(server, settings);
  }

  /** With a command timeout for the sessions through the proxy. */
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

  /** The sessions through the proxy. */
  public Sessions through() {
    return through.sessions();
  }

  public RedisSessions connectionThrough() {
    return through;
  }

  /** The sessions beside the proxy. */
  public Sessions beside() {
    return beside.sessions();
  }

  /** Creates a session beside the proxy. */
  public Issued login(String user) {
    return beside().create(NewSession.of(user)).orElseThrow();
  }

  public boolean isLive(SessionId id) {
    return beside().peek(id).isPresent();
  }

  /** The version of a session: its number of changes. */
  public long version(SessionId id) {
    return beside().peek(id).orElseThrow().stored().version();
  }

  /** Makes a touch due, as if the touch interval had passed. */
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
