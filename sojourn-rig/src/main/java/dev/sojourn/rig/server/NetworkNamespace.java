package dev.sojourn.rig.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server in a Linux network namespace of its own, behind a pair of virtual interfaces: the kernel
 * really drops packets, TCP retransmits them, and no connection is closed. The namespace and its
 * interfaces end with the server's process. Needs root, {@code ip}, {@code unshare}, {@code
 * nsenter} and {@code nft}; {@link #whyNot} says whether they work. Thread-safe.
 *
 * <pre>{@code
 * try (NetworkNamespace far = NetworkNamespace.start(kind)) {
 *   RedisSessions sessions = RedisSessions.connect(far.server().userUri());
 *   far.drop();
 *   …
 *   far.pass();
 * }
 * }</pre>
 */
public final class NetworkNamespace implements AutoCloseable {

  private final Place place;
  private final RedisServer server;

  private NetworkNamespace(Place place, RedisServer server) {
    this.place = place;
    this.server = server;
  }

  /** Why none can be created on this machine, in a sentence; empty if one can. */
  public static Optional<String> whyNot() {
    try {
      Programs.output(
          List.of(
              "unshare", "--net", "ip", "link", "add", "sj0", "type", "veth", "peer", "name",
              "sj1"));
      Programs.output(List.of("nsenter", "--net=/proc/self/ns/net", "true"));
      Programs.output(List.of("unshare", "--net", "nft", Place.losing(1)));
      return Optional.empty();
    } catch (IllegalStateException | UncheckedIOException e) {
      return Optional.of("no network namespace can be created here: " + e.getMessage());
    }
  }

  /** Starts a server in a new namespace; clients connect by TCP as usual. */
  public static NetworkNamespace start(ServerKind kind, String... more) {
    Place place = Place.random();
    return new NetworkNamespace(place, RedisServers.start(kind, place, more));
  }

  /** The server; a restart moves it to a new namespace with the same address. */
  public RedisServer server() {
    return server;
  }

  /** Drops every packet from and to the server. */
  public void drop() {
    place.inside(server.pid(), "ip", "link", "set", Place.INSIDE, "down");
  }

  /**
   * Drops every packet except those of these connections; also those of new connections.
   *
   * @param ports the client ports of these connections
   */
  public void dropAllBut(Collection<Integer> ports) {
    ports.forEach(port -> place.spare(server.pid(), port));
    place.rule(server.pid(), "ipproto", "tcp", "blackhole");
  }

  /**
   * Drops packets at random in each direction.
   *
   * @param percent how many of a hundred, 1 to 99
   */
  public void lose(int percent) {
    place.inside(server.pid(), "nft", Place.losing(percent));
  }

  /** Delivers packets again; retransmissions of lost ones arrive. */
  public void pass() {
    place.inside(server.pid(), "ip", "link", "set", Place.INSIDE, "up");
    place.endRules(server.pid());
    place.inside(server.pid(), "nft", "flush ruleset");
  }

  @Override
  public void close() {
    server.close();
  }

  /** A network of two addresses, ours and the server's, in the test range of RFC 2544. */
  private record Place(String prefix) implements Environment {

    private static final String INSIDE = "eth0";
    private static final String OF_RULES = "1";
    private static final String OF_ADDRESSES = "10";
    private static final Path OURS = Path.of("/proc/self/ns/net");

    static Place random() {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      return new Place("198.18." + random.nextInt(256) + "." + 4 * random.nextInt(64));
    }

    private String address(int number) {
      int dot = prefix.lastIndexOf('.') + 1;
      return prefix.substring(0, dot) + (Integer.parseInt(prefix.substring(dot)) + number);
    }

    @Override
    public String host() {
      return address(2);
    }

    @Override
    public List<String> command(Path program) {
      return List.of("unshare", "--net", program.toString(), "-");
    }

    @Override
    public void settle(long pid) {
      await().pollDelay(Duration.ZERO).until(() -> isInOwnNamespace(pid));
      String outside = "sj" + pid;
      run("ip", "link", "add", outside, "type", "veth", "peer", "name", INSIDE, "netns", "" + pid);
      run("ip", "addr", "add", address(1) + "/30", "dev", outside);
      run("ip", "link", "set", outside, "up");
      inside(pid, "ip", "addr", "add", address(2) + "/30", "dev", INSIDE);
      inside(pid, "ip", "link", "set", "lo", "up");
      inside(pid, "ip", "link", "set", INSIDE, "up");
      inside(pid, "ip", "rule", "add", "pref", OF_ADDRESSES, "lookup", "local");
      inside(pid, "ip", "rule", "del", "pref", "0"); // so that our rules come first
    }

    /** Rules of nftables that lose packets at random. */
    static String losing(int percent) {
      return "table inet loss {"
          + Stream.of("input", "output")
              .map(
                  hook ->
                      " chain %s { type filter hook %s priority 0; numgen random mod 100 < %d drop; };"
                          .formatted(hook, hook, percent))
              .collect(Collectors.joining())
          + " };";
    }

    private void rule(long pid, String... rule) {
      inside(
          pid,
          Stream.concat(Stream.of("ip", "rule", "add", "pref", OF_RULES), Arrays.stream(rule))
              .toArray(String[]::new));
    }

    private void spare(long pid, int port) {
      rule(pid, "dport", "" + port, "goto", OF_ADDRESSES);
      rule(pid, "sport", "" + port, "goto", OF_ADDRESSES);
    }

    private void endRules(long pid) {
      inside(pid, "sh", "-c", "while ip rule del pref " + OF_RULES + "; do :; done 2>&-");
    }

    /** Until then, a command in the process's namespace would run in ours. */
    private static boolean isInOwnNamespace(long pid) throws IOException {
      Path own = Path.of("/proc", String.valueOf(pid), "ns", "net");
      return !Files.readSymbolicLink(own).equals(Files.readSymbolicLink(OURS));
    }

    private void inside(long pid, String... command) {
      Programs.output(
          Stream.concat(
                  Stream.of("nsenter", "--net=/proc/" + pid + "/ns/net"), Arrays.stream(command))
              .toList());
    }

    private static void run(String... command) {
      Programs.output(List.of(command));
    }
  }
}
