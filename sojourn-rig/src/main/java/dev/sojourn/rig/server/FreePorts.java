package dev.sojourn.rig.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback interface for servers. They are below the range of ephemeral ports: a
 * client that keeps reconnecting to a stopped server would now and then get that server's port as
 * its own, and be connected to itself.
 */
public final class FreePorts {

  /** The offset of a cluster node's bus port from its client port. */
  public static final int BUS_OFFSET = 10_000;

  private static final int FIRST = 12_000;
  private static final int END = 22_000;
  private static final int TRIES = 1_000;

  private FreePorts() {}

  /** A port that is free now, with its bus port. If another process takes it first, try again. */
  static int free() {
    return ThreadLocalRandom.current()
        .ints(TRIES, FIRST, END)
        .filter(port -> isFree(port) && isFree(port + BUS_OFFSET))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free port in " + FIRST + " to " + END));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
