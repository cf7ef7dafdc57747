package dev.sojourn.rig.fault;

import dev.sojourn.rig.server.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on the loopback interface in front of a server that injects faults: into all
 * connections, into those of a kind, or into chosen ones; future connections included. Uses two
 * threads per connection. Thread-safe.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.before(server)) {
 *   RedisSessions sessions = RedisSessions.connect(proxy.userUri());
 *   proxy.fault(LinkKind.SUBSCRIBED, new Fault.Freeze());
 *   …
 *   proxy.clear();
 * }
 * }</pre>
 */
public final class FaultProxy implements AutoCloseable {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int BACKLOG = 1_000;

  private final RedisServer server;
  private volatile ProxyRoute route;
  private final ServerSocket socket;
  private final FaultSwitch faults = new FaultSwitch();
  private final List<FaultLink> links = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();

  private FaultProxy(RedisServer server, ProxyRoute route) throws IOException {
    this.server = server;
    this.route = route;
    this.socket = new ServerSocket(0, BACKLOG, LOOPBACK);
  }

  /** A proxy in front of a server, without a fault; the server may be down. */
  public static FaultProxy before(RedisServer server) {
    return before(server, ProxyRoute.ofClients(server));
  }

  static FaultProxy before(RedisServer server, ProxyRoute route) {
    try {
      FaultProxy proxy = new FaultProxy(server, route);
      FaultLink.start("fault-proxy", proxy::acceptAll);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for a proxy in front of " + server, e);
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

  /**
   * Leads new connections to another server, as when an address is moved in a failover. Those that
   * are open stay with the server that they have.
   */
  public void leadTo(RedisServer other) {
    route = ProxyRoute.ofClients(other);
  }

  /** Sets the fault of every connection that has none of its own or of its kind. */
  public void all(Fault fault) {
    faults.all(fault);
    links.forEach(FaultLink::apply);
  }

  /**
   * Sets the fault of every connection of a kind that has none of its own. A future connection has
   * it from the command that shows its kind, that command included.
   */
  public void fault(LinkKind kind, Fault fault) {
    faults.of(kind, fault);
    links.forEach(FaultLink::apply);
  }

  /** Clears the fault of a kind; that of all connections remains. */
  public void clear(LinkKind kind) {
    faults.clear(kind);
    links.forEach(FaultLink::apply);
  }

  /** Clears all faults. */
  public void clear() {
    faults.clear();
    links.forEach(FaultLink::apply);
  }

  /** The connections that are open now, oldest first. */
  public List<FaultLink> links() {
    return links.stream().filter(FaultLink::isOpen).toList();
  }

  /** The connections of a kind that are open now, oldest first. */
  public List<FaultLink> links(LinkKind kind) {
    return links().stream().filter(link -> link.kind().equals(kind)).toList();
  }

  /** The number of connections accepted so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Resets all connections and accepts no more. */
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
    return "a proxy on port " + socket.getLocalPort() + " in front of " + server;
  }

  private String through(String uri) {
    return uri.replace(server.address(), address());
  }

  int port() {
    return socket.getLocalPort();
  }

  /** {@code 127.0.0.1:port}. */
  String address() {
    return "127.0.0.1:" + port();
  }

  private void acceptAll() {
    try {
      while (true) {
        accept(socket.accept());
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void accept(Socket client) {
    accepted.incrementAndGet();
    links.removeIf(link -> !link.isOpen());
    ProxyRoute to = route;
    try {
      FaultLink link = FaultLink.between(client, to.connect(), to, faults);
      links.add(link);
      link.apply();
    } catch (IOException e) {
      // The server is down: let the client see that.
      FaultLink.reset(client);
    }
  }
}
