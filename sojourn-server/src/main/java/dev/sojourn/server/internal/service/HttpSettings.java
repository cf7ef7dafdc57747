package dev.sojourn.server.internal.service;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;

/** The HTTP settings: version 1.1, small headers, no compression, an idle timeout. */
final class HttpSettings {

  /** Enough for a user id of 256 characters of four bytes each, percent-encoded. */
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
   * The address to bind; all event loops share one port, even a free one.
   *
   * @param server the number of the server on its event loop, from 1
   */
  static SocketAddress socket(HostAndPort address, int server) {
    return address.port() == 0
        ? SocketAddress.sharedRandomPort(server, address.host())
        : SocketAddress.inetSocketAddress(address.port(), address.host());
  }
}
