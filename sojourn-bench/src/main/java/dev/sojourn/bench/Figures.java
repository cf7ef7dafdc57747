package dev.sojourn.bench;

import dev.sojourn.redis.RedisSettings.CompressionName;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.RedisSettings.NamingName;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.RedisServers;
import dev.sojourn.testkit.ServerKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Prints the figures, each with its goal: {@code java … Figures [seconds] [figure …]}, the figures
 * being {@code access create verify near verify-near heartbeat memory sweep}.
 */
public final class Figures {

  private static final List<String> ALL =
      List.of("access", "create", "verify", "near", "verify-near", "heartbeat", "memory", "sweep");

  private Figures() {}

  /** Runs the figures that are named, or all of them. */
  public static void main(String[] args) {
    Duration each = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 5);
    List<String> named = args.length > 1 ? List.of(args).subList(1, args.length) : ALL;
    ServerKind kind = ServerKind.REDIS_7_0_EMBEDDED;
    say(
        "JDK %s, %s, %d cores",
        Runtime.version(), kind, Runtime.getRuntime().availableProcessors());
    try (RedisServer server = RedisServers.start(kind)) {
      named.forEach(figure -> print(figure, server, each));
    }
  }

  private static void print(String figure, RedisServer server, Duration each) {
    server.flush();
    switch (figure) {
      case "access" ->
          say(
              "access / bare HGETALL+PTTL, 16 threads (>= 0.85): %s",
              JavaFigures.access(server, each));
      case "create" ->
          say(
              "create / bare HSET+PEXPIRE+SADD, 16 threads (>= 0.80): %s",
              JavaFigures.create(server, each));
      case "verify" ->
          say(
              "HTTP verify / bare Vert.x+Lettuce, 64 connections (>= 0.75): %s",
              HttpFigure.verify(server, each));
      case "near" ->
          say(
              "access from the near cache / bare Caffeine and SHA-256 (>= 0.5):%n  %s",
              NearFigures.of(server, each));
      case "verify-near" ->
          say(
              "HTTP verify with the near cache / without, 64 connections: %s",
              HttpFigure.verifyNear(server, each));
      case "heartbeat" -> say("near caches, what Redis pays: %s", HeartbeatFigure.of(server));
      case "memory" -> memory();
      case "sweep" -> sweep(server, each);
      default ->
          throw new IllegalArgumentException("no such figure: " + figure + "; there are " + ALL);
    }
  }

  private static void sweep(RedisServer server, Duration each) {
    SweepFigure sweep = SweepFigure.of(server, each);
    say(
        "sweep of %,d users, a third of their ids stale: %,d removed in %.1f s, Redis' CPU %.1f s"
            + " (<= 5), others' p99 %.2f ms, quiet %.2f ms (< 1.5 times)",
        sweep.report().users(),
        sweep.report().removed(),
        sweep.report().took().toMillis() / 1e3,
        sweep.cpuSeconds(),
        sweep.beside().toNanos() / 1e6,
        sweep.quiet().toNanos() / 1e6);
  }

  private static void memory() {
    for (ServerKind kind : ServerKind.values()) {
      if (kind.isFound() && kind != ServerKind.REDIS_DEBIAN) {
        for (LayoutName layout : layouts(kind)) {
          for (NamingName naming : NamingName.values()) {
            compressions(layout).forEach(compression -> memory(kind, layout, naming, compression));
          }
        }
      }
    }
  }

  private static void memory(
      ServerKind kind, LayoutName layout, NamingName naming, CompressionName compression) {
    try (RedisServer server = RedisServers.start(kind)) {
      MemoryFigures bytes = MemoryFigures.of(server, layout, naming, compression);
      say(
          "memory, %s, %s, %s, %s: a session %.0f B (hash <= 450, compact <= 400; string <= 560),"
              + " its index %d B (a bare set %d B)",
          kind, layout, naming, compression, bytes.session(), bytes.index(), bytes.bareSet());
    }
  }

  /** No attribute of the example is long enough to be compressed by itself. */
  private static List<CompressionName> compressions(LayoutName layout) {
    return layout == LayoutName.STRING
        ? List.of(CompressionName.values())
        : List.of(CompressionName.NONE);
  }

  private static List<LayoutName> layouts(ServerKind kind) {
    return kind.hasJson() ? List.of(LayoutName.JSON) : List.of(LayoutName.HASH, LayoutName.STRING);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
