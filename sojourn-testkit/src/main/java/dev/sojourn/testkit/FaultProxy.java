package dev.sojourn.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on the loopback interface before a server, on which connections go wrong as they are
 * told: all of them, those to come included, or chosen ones. Two threads for each connection.
 * Thread-safe.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.before(server)) {
 *   RedisSessions sessions = RedisSessions.connect(proxy.userUri());
 *   proxy.all(new Fault.Freeze());
 *   …
 *   proxy.clear();
 * }
 * }</pre>
 */
public final class FaultProxy implements AutoCloseable {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int BACKLOG = 1_000;

  private final RedisServer server;
  private final ServerSocket socket;
  private final FaultSwitch faults = new FaultSwitch();
  private final List<FaultLink> links = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();

  private FaultProxy(RedisServer server) throws IOException {
    this.server = server;
    this.socket = new ServerSocket(0, BACKLOG, LOOPBACK);
  }

  /** Before that server, with nothing wrong yet; the server may be down. */
  public static FaultProxy before(RedisServer server) {
    try {
      FaultProxy proxy = new FaultProxy(server);
      FaultLink.start("fault-proxy", proxy::acceptAll);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for a proxy before " + server, e);
    }
  }

  /** The server's {@link RedisServer#userUri} with this proxy's port. */
  public String userUri() {
    return through(server.userUri());
  }

  /** The server's {@link RedisServer#adminUri} with this proxy's port. */
  public String adminUri() {
    return through(server.adminUri());
  }

  /** From now on this is wrong with every connection that has no fault of its own. */
  public void all(Fault fault) {
    faults.all(fault);
    links.forEach(FaultLink::obey);
  }

  /** Nothing is wrong any more, with none. */
  public void clear() {
    faults.clear();
    links.forEach(FaultLink::obey);
  }

  /** The connections that are open now, oldest first. */
  public List<FaultLink> links() {
    return links.stream().filter(FaultLink::isOpen).toList();
  }

  /** How many connections there have been. */
  public int accepted() {
    return accepted.get();
  }

  /** Resets all connections, and takes no more. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + this, e);
    }
    links.forEach(FaultLink::reset);
  }

  @Override
  public String toString() {
    return "a proxy on port " + socket.getLocalPort() + " before " + server;
  }

  private String through(String uri) {
    return uri.replace(":" + server.port(), ":" + socket.getLocalPort());
  }

  private void acceptAll() {
    try {
      while (true) {
        accept(socket.accept());
      }
    } catch (IOException e) {
      // This proxy was closed.
    }
  }

  private void accept(Socket client) {
    accepted.incrementAndGet();
    links.removeIf(link -> !link.isOpen());
    try {
      FaultLink link = FaultLink.between(client, new Socket(LOOPBACK, server.port()), faults);
      links.add(link);
      link.obey();
    } catch (IOException e) {
      // The server is down: the client is to see that.
      FaultLink.reset(client);
    }
  }
}
