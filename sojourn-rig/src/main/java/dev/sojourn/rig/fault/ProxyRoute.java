package dev.sojourn.rig.fault;

import dev.sojourn.rig.server.FreePorts;
import dev.sojourn.rig.server.RedisServer;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where a {@link FaultProxy} connects to, and how it reads what its connections carry.
 *
 * @param host of the server
 * @param port of the server
 * @param sorters creates the classifier of each connection
 * @param addresses the replacements of addresses in replies
 */
record ProxyRoute(
    String host, int port, Supplier<LinkSorter> sorters, Supplier<Map<String, String>> addresses) {

  /** To the port for clients. */
  static ProxyRoute ofClients(RedisServer server) {
    return new ProxyRoute(server.host(), server.port(), CommandSorter::new, Map::of);
  }

  /** The same for a Cluster, with the addresses of its nodes replaced. */
  static ProxyRoute ofClients(RedisServer node, Supplier<Map<String, String>> addresses) {
    return new ProxyRoute(node.host(), node.port(), CommandSorter::new, addresses);
  }

  /** To the bus port of a node. */
  static ProxyRoute ofBus(RedisServer node) {
    return new ProxyRoute(
        node.host(), node.port() + FreePorts.BUS_OFFSET, BusLinkSorter::new, Map::of);
  }

  Socket connect() throws IOException {
    return new Socket(host, port);
  }

  LinkSorter sorter() {
    return sorters.get();
  }

  AddressRewriter addressRewriter() {
    return new AddressRewriter(addresses.get());
  }
}
