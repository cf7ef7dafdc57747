package dev.sojourn.server.internal.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A listen address.
 *
 * @param host a name or an address; an IPv6 literal without brackets
 * @param port 0 to 65535, 0 for a free one
 */
public record HostAndPort(String host, int port) {

  private static final Pattern SYNTAX =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^:\\[\\]\\s/]+)):(\\d{1,5})");

  private static final int HIGHEST_PORT = 65_535;

  /**
   * Checks the address.
   *
   * @param host a name or an address
   * @param port 0 to 65535
   * @throws IllegalArgumentException if the host is empty or the port is out of range
   */
  public HostAndPort {
    if (host.isBlank()) {
      throw new IllegalArgumentException("a listen address needs a host");
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("a port must be 0 to " + HIGHEST_PORT + ": " + port);
    }
  }

  /**
   * Parses an address, like {@code 127.0.0.1:8080} or {@code [::1]:8080}.
   *
   * @throws IllegalArgumentException with one sentence
   */
  public static HostAndPort parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a listen address is HOST:PORT, like 127.0.0.1:8080 or [::1]:8080: " + text);
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new HostAndPort(host, Integer.parseInt(matcher.group(3)));
  }

  /** The address in the format of URLs. */
  @Override
  public String toString() {
    return (host.contains(":") ? '[' + host + ']' : host) + ':' + port;
  }
}
