package dev.sojourn.server;

import dev.sojourn.redis.RedisCare;
import dev.sojourn.server.api.Role;
import dev.sojourn.server.api.ServiceKeys;
import dev.sojourn.server.tryout.PrivateRedis;
import dev.sojourn.server.tryout.Secret;
import dev.sojourn.server.tryout.Welcome;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.EnumSet;

/** Starts what was asked for, one thing after the other, and says where it is. */
final class Serving {

  private static final String TRY_OUT_KEY = "try-out";

  private final ServeSettings settings;
  private final PrintWriter out;
  private final Stopping stopping;

  /**
   * What is to be started.
   *
   * @param settings what was asked for
   * @param out is told where the service is
   * @param stopping is given what has to be stopped
   */
  Serving(ServeSettings settings, PrintWriter out, Stopping stopping) {
    this.settings = settings;
    this.out = out;
    this.stopping = stopping;
  }

  /** Returns when the service answers, and has said so. */
  void start() {
    settings.redis().ifPresentOrElse(this::onGivenRedis, this::onPrivateRedis);
  }

  private void onGivenRedis(String uri) {
    ServiceKeys keys =
        settings.keys().orElseThrow(() -> new BadUsage("nobody could call without a key file"));
    announce(started(settings.server(uri, keys)));
  }

  private void onPrivateRedis() {
    String key = Secret.random();
    ServiceKeys keys = withTryOutKey(key);
    PrivateRedis redis = PrivateRedis.start();
    stopping.before(redis::close);
    ServerSettings served = settings.server(redis.uri(), keys);
    SojournServer server = started(served);
    out.print(Welcome.text(redis, served.redis(), key, urlFromHere(server)));
    announce(server);
  }

  /** The keys of the file, if there is one, and the one that is made for this run. */
  private ServiceKeys withTryOutKey(String key) {
    ServiceKeys made = ServiceKeys.of(TRY_OUT_KEY, EnumSet.allOf(Role.class), key);
    return settings.keys().map(keys -> keys.and(made)).orElse(made);
  }

  private SojournServer started(ServerSettings served) {
    SojournServer server =
        SojournServer.start(
            served, new LazyCare(() -> RedisCare.connect(settings.care(served.redis().uri()))));
    stopping.before(server::stop);
    settings.quietHours().ifPresent(hours -> sweepWithin(hours, server));
    return server;
  }

  private void sweepWithin(QuietHours hours, SojournServer server) {
    QuietSweeps sweeps = new QuietSweeps(server.care(), hours, InstantSource.system());
    stopping.before(sweeps::close);
    sweeps.start();
  }

  private void announce(SojournServer server) {
    settings
        .management()
        .ifPresent(
            address ->
                out.println(
                    "health and metrics on http://"
                        + new HostAndPort(
                            address.host(), server.managementPort().orElse(address.port()))));
    out.println("listening on http://" + address(server));
  }

  private String urlFromHere(SojournServer server) {
    String host = new ListenHost(settings.listen().host()).fromHere();
    return "http://" + new HostAndPort(host, server.port());
  }

  private HostAndPort address(SojournServer server) {
    return new HostAndPort(settings.listen().host(), server.port());
  }
}
