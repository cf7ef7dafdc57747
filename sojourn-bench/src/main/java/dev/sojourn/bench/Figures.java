package dev.sojourn.bench;

import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs the benchmarks and prints each figure with its goal: {@code java … Figures [seconds] [figure
 * …]}. The figures are {@code access create verify near verify-near heartbeat memory wire sweep}.
 */
public final class Figures {

  private static final List<String> ALL =
      List.of(
          "access",
          "create",
          "verify",
          "near",
          "verify-near",
          "heartbeat",
          "memory",
          "wire",
          "sweep");

  private Figures() {}

  /** Runs the named figures, or all. */
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
      case "heartbeat" -> say("near caches, cost to Redis: %s", HeartbeatFigure.of(server));
      case "memory" -> memory();
      case "wire" -> wire();
      case "sweep" -> sweep(each);
      default ->
          throw new IllegalArgumentException("no such figure: " + figure + "; there are " + ALL);
    }
  }

  private static void sweep(Duration each) {
    Stream.of(ServerKind.values())
        .filter(kind -> kind.isFound() && !kind.hasJson())
        .filter(kind -> kind != ServerKind.REDIS_7_0_EMBEDDED) // which has no jemalloc
        .forEach(
            kind -> {
              try (RedisServer server = RedisServers.start(kind)) {
                sweep(kind, SweepFigure.of(server, each));
              }
            });
  }

  private static void sweep(ServerKind kind, SweepFigure sweep) {
    say(
        "sweep, %s, of %,d users, a third of their ids stale: %,d removed in %.1f s; Redis' CPU %.1f s"
            + " (<= 5), of that within commands %s; p99 of other reads %.2f ms, without a sweep %.2f ms (< 1.5 times)",
        kind,
        sweep.report().users(),
        sweep.report().removed(),
        sweep.report().took().toMillis() / 1e3,
        sweep.cpuSeconds(),
        sweep.parts(),
        sweep.beside().toNanos() / 1e6,
        sweep.quiet().toNanos() / 1e6);
  }

  private static void memory() {
    for (ServerKind kind : ServerKind.values()) {
      if (kind.isFound() && kind != ServerKind.REDIS_7_0_EMBEDDED) { // which has no jemalloc
        try (RedisServer server = RedisServers.start(kind)) {
          Stream.of(SessionForm.values())
              .filter(form -> form.isJson() == kind.hasJson())
              .forEach(form -> memory(kind, server, form));
          if (!kind.hasJson()) {
            say(
                "index, %s, by number of ids (and a plain set of the same ids): %s",
                kind, IndexFigure.of(server));
          }
        }
      }
    }
  }

  private static void wire() {
    Stream.of(ServerKind.values())
        .filter(kind -> kind.hasJson() && kind.isFound())
        .limit(1)
        .forEach(
            kind -> {
              try (RedisServer server = RedisServers.start(kind)) {
                WireFigure.of(server)
                    .forEach(figure -> say("a member of a large attribute, %s, %s", kind, figure));
              }
            });
  }

  private static void memory(ServerKind kind, RedisServer server, SessionForm form) {
    MemoryFigures figures = MemoryFigures.of(server, form);
    say(
        "memory, %s, %s: %.0f B per session (<= %d), of that %.0f B text; a read takes %.2f us on the"
            + " server, an access %.1f us in this process",
        kind,
        form,
        figures.session(),
        form.goal(server),
        figures.value(),
        figures.serverMicros(),
        figures.ourMicros());
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
