package dev.sojourn.rig.fault;

import dev.sojourn.rig.server.FreePorts;
import dev.sojourn.rig.server.RedisServer;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the connections of a {@link FaultProxy} lead, and how what they carry is understood.
 *
 * @param host of the server
 * @param port of the server
 * @param sorters makes one for each connection
 * @param addresses what is put for what in answers
 */
record ProxyRoute(
    String host, int port, Supplier<LinkSorter> sorters, Supplier<Map<String, String>> addresses) {

  /** To where clients connect. */
  static ProxyRoute ofClients(RedisServer server) {
    return new ProxyRoute(server.host(), server.port(), CommandSorter::new, Map::of);
  }

  /** The same for clients of a Cluster that are to find its other nodes at other addresses. */
  static ProxyRoute ofClients(RedisServer node, Supplier<Map<String, String>> addresses) {
    return new ProxyRoute(node.host(), node.port(), CommandSorter::new, addresses);
  }

  /** To where the other nodes of a Cluster connect. */
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
