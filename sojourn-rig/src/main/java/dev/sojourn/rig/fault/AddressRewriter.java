package dev.sojourn.rig.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Map;

/**
 * Replaces the addresses in a Cluster's replies ({@code CLUSTER NODES}, {@code MOVED}, {@code
 * ASK}), so that a client connects to the proxy in front of each node. A replacement is as long as
 * the original, because replies contain their length. For one connection; not thread-safe.
 */
final class AddressRewriter {

  private final Map<String, String> addresses;
  private String held = "";

  /**
   * Creates one with the replacement of each address.
   *
   * @throws IllegalArgumentException when an address and its replacement differ in length
   */
  AddressRewriter(Map<String, String> addresses) {
    addresses.forEach(AddressRewriter::requireSameLength);
    this.addresses = Map.copyOf(addresses);
  }

  /** The bytes to pass on; an incomplete address is held back until the rest arrives. */
  byte[] of(byte[] chunk, int length) {
    if (addresses.isEmpty()) {
      return length == chunk.length ? chunk : Arrays.copyOf(chunk, length);
    }
    String text = replaced(held + new String(chunk, 0, length, ISO_8859_1));
    int end = text.length() - partialAddress(text);
    held = text.substring(end);
    return text.substring(0, end).getBytes(ISO_8859_1);
  }

  /** A complete text with its addresses replaced. */
  String replaced(String text) {
    String replaced = text;
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      replaced = replaced.replace(address.getKey(), address.getValue());
    }
    return replaced;
  }

  /** The length of a possibly incomplete address at the end; no reply ends in one. */
  private int partialAddress(String text) {
    int most = 0;
    for (String address : addresses.keySet()) {
      for (int length = address.length() - 1; length > most; length--) {
        if (text.endsWith(address.substring(0, length))) {
          most = length;
        }
      }
    }
    return most;
  }

  private static void requireSameLength(String one, String other) {
    if (one.length() != other.length()) {
      throw new IllegalArgumentException(other + " is not as long as " + one);
    }
  }
}
