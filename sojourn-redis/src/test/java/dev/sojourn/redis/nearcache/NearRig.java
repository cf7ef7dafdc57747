package dev.sojourn.redis.nearcache;

import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.redis.rig.DebugSettings;
import dev.sojourn.rig.fault.FaultLink;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The test rig of the near cache: an application server with a near cache, behind a proxy, and
 * another one with neither.
 */
public final class NearRig implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A short lease. */
  static final NearCacheSettings QUICK =
      NearCacheSettings.DEFAULT.withLease(Duration.ofMillis(500));

  private final RedisServer server;
  private final FaultProxy proxy;
  private final RedisSessions near;
  private final RedisSessions beside;

  private NearRig(RedisServer server, UnaryOperator<RedisSettings> settings) {
    this.server = server;
    AllScripts.teach(server);
    this.proxy = FaultProxy.before(server);
    this.near = connected(DebugSettings.of(settings.apply(RedisSettings.of(proxy.userUri()))));
    this.beside =
        RedisSessions.connect(
            DebugSettings.of(RedisSettings.of(server.userUri()).withCommandTimeout(PATIENCE)));
  }

  /** Retries, because a process that has just started may be too slow for its own timeouts. */
  private static RedisSessions connected(RedisSettings settings) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .pollInSameThread()
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .until(() -> RedisSessions.connect(settings), redis -> true);
  }

  static NearRig on(RedisServer server) {
    return on(server, NearCacheSettings.DEFAULT);
  }

  static NearRig on(RedisServer server, NearCacheSettings settings) {
    return on(server, given -> given.withNearCache(settings));
  }

  /** With these settings for the server that has a near cache. */
  public static NearRig on(RedisServer server, UnaryOperator<RedisSettings> settings) {
    return new NearRig(server, settings);
  }

  RedisServer server() {
    return server;
  }

  public FaultProxy proxy() {
    return proxy;
  }

  /** The subscribed connection. */
  FaultLink subscribedLink() {
    return proxy.links(LinkKind.SUBSCRIBED).get(0);
  }

  RedisSessions near() {
    return near;
  }

  NearCacheState state() {
    return near.nearCacheState();
  }

  /** The server with the near cache. */
  public Sessions here() {
    return near.sessions();
  }

  /** The server without one. */
  Sessions beside() {
    return beside.sessions();
  }

  /** Creates a session and waits until it is cached. */
  public Issued cached(String user) {
    Issued issued = login(user);
    awaitHit(issued.token());
    return issued;
  }

  /** Creates a session that is not cached. */
  Issued login(String user) {
    return beside().create(NewSession.of(user)).orElseThrow();
  }

  /** Accesses a live session until the access is a hit. */
  void awaitHit(SessionToken token) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> isHit(token));
  }

  boolean isHit(SessionToken token) {
    long before = hits();
    return here().access(token).isPresent() && hits() > before;
  }

  public boolean accepts(SessionToken token) {
    return here().access(token).isPresent();
  }

  /**
   * The longest time after {@code sinceNanos} at which an access was still accepted, among accesses
   * during {@code within}. Each access must be answered.
   */
  Duration longestAcceptance(Issued ended, long sinceNanos, Duration within) {
    long longest = 0;
    long since = System.nanoTime() - sinceNanos;
    for (; since < within.toNanos(); since = System.nanoTime() - sinceNanos) {
      longest = accepts(ended.token()) ? since : longest;
    }
    return Duration.ofNanos(longest);
  }

  public void revokeBeside(Issued issued) {
    beside().revoke(issued.session().id(), EndReason.LOGOUT);
  }

  long hits() {
    return state().hits();
  }

  long misses(String reason) {
    return state().missesByReason().get(reason);
  }

  @Override
  public void close() {
    proxy.clear();
    near.close();
    beside.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
    proxy.close();
  }
}
