package dev.sojourn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request reveals about its sender.
 *
 * @param ip the address as an IPv4 or IPv6 literal; names are not looked up
 * @param userAgent the {@code User-Agent} header, if it was sent
 */
public record Client(String ip, Optional<String> userAgent) {

  private static final Pattern IPV4 =
      Pattern.compile(
          "(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");
  private static final int LONGEST_LITERAL = 45;
  private static final int IPV4_NETWORK_BYTES = 3;
  private static final int IPV6_NETWORK_BYTES = 6;

  /**
   * Checks the address.
   *
   * @param ip the address
   * @param userAgent the user agent
   * @throws IllegalArgumentException when the address is not a literal
   */
  public Client {
    parse(ip);
  }

  /** A client known by its address only. */
  public static Client at(String ip) {
    return new Client(ip, Optional.empty());
  }

  /** The client's network as a prefix: 24 bits of an IPv4 address, 48 of an IPv6 one. */
  public String network() {
    InetAddress address = address(ip); // always a literal, so no name is resolved
    int kept = address instanceof Inet4Address ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES;
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, kept, bytes.length, (byte) 0);
    return literal(bytes) + '/' + kept * 8;
  }

  private static String literal(byte[] bytes) {
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      return bytes.length == 4 ? address.getHostAddress() : shortened(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }

  /**
   * Three groups and {@code ::} (RFC 5952 shortens the longest run of zeros, here the last five).
   */
  private static String shortened(byte[] bytes) {
    int groups = IPV6_NETWORK_BYTES / 2;
    while (groups > 0 && group(bytes, groups - 1) == 0) {
      groups--;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups; i++) {
      text.append(Integer.toHexString(group(bytes, i))).append(i < groups - 1 ? ":" : "");
    }
    return text.append("::").toString();
  }

  private static int group(byte[] bytes, int index) {
    return ((bytes[2 * index] & 0xff) << 8) | (bytes[2 * index + 1] & 0xff);
  }

  private static InetAddress parse(String ip) {
    if (ip.length() <= LONGEST_LITERAL
        && (IPV4.matcher(ip).matches() || IPV6.matcher(ip).matches())) {
      return address(ip);
    }
    throw notAnAddress(null);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw notAnAddress(e);
    }
  }

  private static IllegalArgumentException notAnAddress(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "a client's address must be an IPv4 or IPv6 literal like 203.0.113.7 or 2001:db8::7",
        cause);
  }
}
