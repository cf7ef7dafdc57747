package dev.sojourn.testkit;

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
record Route(
    String host, int port, Supplier<LinkSorter> sorters, Supplier<Map<String, String>> addresses) {

  /** To where clients connect. */
  static Route ofClients(RedisServer server) {
    return new Route(server.host(), server.port(), CommandSorter::new, Map::of);
  }

  /** The same for clients of a Cluster that are to find its other nodes at other addresses. */
  static Route ofClients(RedisServer node, Supplier<Map<String, String>> addresses) {
    return new Route(node.host(), node.port(), CommandSorter::new, addresses);
  }

  /** To where the other nodes of a Cluster connect. */
  static Route ofBus(RedisServer node) {
    return new Route(node.host(), node.port() + Ports.BUS_OFFSET, BusSorter::new, Map::of);
  }

  Socket connect() throws IOException {
    return new Socket(host, port);
  }

  LinkSorter sorter() {
    return sorters.get();
  }

  Readdressing readdressing() {
    return new Readdressing(addresses.get());
  }
}
