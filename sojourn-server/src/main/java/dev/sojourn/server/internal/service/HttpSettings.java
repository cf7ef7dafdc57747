package dev.sojourn.server.internal.service;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;

/** How the service speaks HTTP: version 1.1, small heads, no compression, no idle connections. */
final class HttpSettings {

  /** A first line holds a user id of 256 characters, each four bytes, percent-encoded. */
  private static final int LONGEST_LINE = 4096;

  private static final int LARGEST_HEAD = 8192;
  private static final int IDLE_SECONDS = 75;

  private HttpSettings() {}

  static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LARGEST_HEAD)
        .setIdleTimeout(IDLE_SECONDS);
  }

  /**
   * Where to listen; all event loops share one port, a free one too.
   *
   * @param server tells the servers of one event loop apart, from 1
   */
  static SocketAddress socket(HostAndPort address, int server) {
    return address.port() == 0
        ? SocketAddress.sharedRandomPort(server, address.host())
        : SocketAddress.inetSocketAddress(address.port(), address.host());
  }
}
