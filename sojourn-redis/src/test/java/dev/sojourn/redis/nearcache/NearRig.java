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
 * What tests of the near cache stand on: a server that keeps sessions near and reaches Redis
 * through a proxy, and another one beside it, which does neither.
 */
public final class NearRig implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A lease that is soon over. */
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

  /** A process that only begins may be too slow for its own timeouts. */
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

  /** With these settings for the server that keeps sessions near. */
  public static NearRig on(RedisServer server, UnaryOperator<RedisSettings> settings) {
    return new NearRig(server, settings);
  }

  RedisServer server() {
    return server;
  }

  public FaultProxy proxy() {
    return proxy;
  }

  /** The connection with the subscription. */
  FaultLink wire() {
    return proxy.links(LinkKind.SUBSCRIBED).get(0);
  }

  RedisSessions near() {
    return near;
  }

  NearCacheState counted() {
    return near.nearCacheState();
  }

  /** The server that keeps sessions near. */
  public Sessions here() {
    return near.sessions();
  }

  /** The server that does not. */
  Sessions beside() {
    return beside.sessions();
  }

  /** A session that is kept near. */
  public Issued kept(String user) {
    Issued issued = login(user);
    keep(issued.token());
    return issued;
  }

  /** A session that is not kept. */
  Issued login(String user) {
    return beside().create(NewSession.of(user)).orElseThrow();
  }

  /** Accesses a live session until that is a hit. */
  void keep(SessionToken token) {
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
   * How long after that moment it was accepted last, of questions within that time; each question
   * is answered.
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
    return counted().hits();
  }

  long misses(String why) {
    return counted().missesByReason().get(why);
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
