package dev.sojourn.server.internal.service;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The host of a listen address, as resolved on this machine.
 *
 * @param name a name or an address
 */
public record ListenHost(String name) {

  /** Whether only this machine can connect to it. */
  public boolean isLoopback() {
    return address().filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** The host for calls from this machine; a wildcard address is replaced by loopback. */
  public String forLocalCalls() {
    return address().filter(InetAddress::isAnyLocalAddress).map(ListenHost::loopback).orElse(name);
  }

  private Optional<InetAddress> address() {
    try {
      return Optional.of(InetAddress.getByName(name));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String loopback(InetAddress wildcard) {
    return wildcard instanceof Inet6Address ? "::1" : "127.0.0.1";
  }
}
