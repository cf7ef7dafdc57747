package dev.sojourn.server.internal.service;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.server.internal.api.ServiceKeys;
import java.util.Optional;

/**
 * Every setting of the service, once.
 *
 * @param host the address or name to listen at
 * @param port the port to listen at, 0 for a free one
 * @param management where health and metrics are served instead, if not beside the calls
 * @param keys who may call
 * @param redis where and how sessions lie; its timeouts are the highest that a caller may ask for
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
   * @param host the address or name to listen at
   * @param port the port to listen at
   * @param management where health and metrics are served instead
   * @param keys who may call
   * @param redis where and how sessions lie
   * @throws IllegalArgumentException when the address is none, or both addresses are the same
   */
  public ServerSettings {
    HostAndPort main = new HostAndPort(host, port);
    if (port != 0 && management.equals(Optional.of(main))) {
      throw new IllegalArgumentException(
          "the management address must differ from the service's own: " + main);
    }
  }

  /** Where the calls are served. */
  public HostAndPort address() {
    return new HostAndPort(host, port);
  }
}
