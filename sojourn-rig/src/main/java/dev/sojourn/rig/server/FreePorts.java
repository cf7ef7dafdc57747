package dev.sojourn.rig.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback interface for servers. They lie below those that systems give to
 * outgoing connections: a client that tries again and again to reach a stopped server would, now
 * and then, be given that server's port and keep it, talking to itself.
 */
public final class FreePorts {

  /** A cluster's nodes talk to each other on the port that is this much higher. */
  public static final int BUS_OFFSET = 10_000;

  private static final int FIRST = 12_000;
  private static final int END = 22_000;
  private static final int TRIES = 1_000;

  private FreePorts() {}

  /** A port that is free now, and its bus port too. Somebody may be faster: then take another. */
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
