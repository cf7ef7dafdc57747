package dev.sojourn.server.internal.command;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.server.internal.api.Role;
import dev.sojourn.server.internal.api.ServiceKeys;
import dev.sojourn.server.internal.service.HostAndPort;
import dev.sojourn.server.internal.service.LazyMaintenance;
import dev.sojourn.server.internal.service.ListenHost;
import dev.sojourn.server.internal.service.QuietHours;
import dev.sojourn.server.internal.service.QuietSweeps;
import dev.sojourn.server.internal.service.ServerSettings;
import dev.sojourn.server.internal.service.SojournServer;
import dev.sojourn.server.internal.tryout.Banner;
import dev.sojourn.server.internal.tryout.PrivateRedis;
import dev.sojourn.server.internal.tryout.RandomSecret;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.EnumSet;

/** Starts the service step by step and prints its address. */
final class ServiceStartup {

  private static final String TRY_OUT_KEY = "try-out";

  private final ServeSettings settings;
  private final PrintWriter out;
  private final Shutdown shutdown;

  /**
   * A startup.
   *
   * @param settings the settings of the service
   * @param out where the address is printed
   * @param shutdown receives what has to be stopped
   */
  ServiceStartup(ServeSettings settings, PrintWriter out, Shutdown shutdown) {
    this.settings = settings;
    this.out = out;
    this.shutdown = shutdown;
  }

  /** Returns when the service is up and its address is printed. */
  void start() {
    settings.redis().ifPresentOrElse(this::onGivenRedis, this::onPrivateRedis);
  }

  private void onGivenRedis(String uri) {
    ServiceKeys keys =
        settings.keys().orElseThrow(() -> new BadUsage("no key file given: --keys-file FILE"));
    announce(startServer(settings.server(uri, keys)));
  }

  private void onPrivateRedis() {
    String key = RandomSecret.random();
    ServiceKeys keys = withTryOutKey(key);
    PrivateRedis redis = PrivateRedis.start();
    shutdown.add(redis::close);
    ServerSettings serverSettings = settings.server(redis.uri(), keys);
    SojournServer server = startServer(serverSettings);
    out.print(Banner.text(redis, serverSettings.redis(), key, localUrl(server)));
    announce(server);
  }

  /** The keys in the file, if any, and the key generated for this run. */
  private ServiceKeys withTryOutKey(String key) {
    ServiceKeys made = ServiceKeys.of(TRY_OUT_KEY, EnumSet.allOf(Role.class), key);
    return settings.keys().map(keys -> keys.and(made)).orElse(made);
  }

  private SojournServer startServer(ServerSettings serverSettings) {
    SojournServer server =
        SojournServer.start(
            serverSettings,
            new LazyMaintenance(
                () ->
                    RedisMaintenance.connect(settings.maintenance(serverSettings.redis().uri()))));
    shutdown.add(server::stop);
    settings.quietHours().ifPresent(hours -> startSweeps(hours, server));
    return server;
  }

  private void startSweeps(QuietHours hours, SojournServer server) {
    QuietSweeps sweeps = new QuietSweeps(server.maintenance(), hours, InstantSource.system());
    shutdown.add(sweeps::close);
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

  private String localUrl(SojournServer server) {
    String host = new ListenHost(settings.listen().host()).forLocalCalls();
    return "http://" + new HostAndPort(host, server.port());
  }

  private HostAndPort address(SojournServer server) {
    return new HostAndPort(settings.listen().host(), server.port());
  }
}
