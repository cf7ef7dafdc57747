package dev.sojourn.server.internal.service;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The host of an address to listen at, as this machine understands it.
 *
 * @param name a name or an address
 */
public record ListenHost(String name) {

  /** Whether only this machine can call there. */
  public boolean isLoopback() {
    return address().filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** The host that calls from this machine use: a wildcard address can be listened at only. */
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
