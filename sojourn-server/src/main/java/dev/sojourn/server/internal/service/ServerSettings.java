package dev.sojourn.server.internal.service;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.server.internal.api.ServiceKeys;
import java.util.Optional;

/**
 * The settings of the service.
 *
 * @param host the address or name to listen on
 * @param port the port to listen on, 0 for a free one
 * @param management a separate address for health and metrics
 * @param keys the accepted service keys
 * @param redis the settings of the store; its timeouts are the maximum for callers
 */
public record ServerSettings(
    String host,
    int port,
    Optional<HostAndPort> management,
    ServiceKeys keys,
    RedisSettings redis) {

  /**
   * Checks the address.
   *
   * @param host the address or name to listen on
   * @param port the port to listen on
   * @param management a separate address for health and metrics
   * @param keys the accepted service keys
   * @param redis the settings of the store
   * @throws IllegalArgumentException if the address is invalid or both addresses are the same
   */
  public ServerSettings {
    HostAndPort main = new HostAndPort(host, port);
    if (port != 0 && management.equals(Optional.of(main))) {
      throw new IllegalArgumentException(
          "the management address must differ from the service's own: " + main);
    }
  }

  /** The address of the API. */
  public HostAndPort address() {
    return new HostAndPort(host, port);
  }
}
