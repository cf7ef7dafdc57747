package dev.sojourn.bench;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sweep of a million users with three ids each, a random third of all ids stale: its cost to
 * Redis and its effect on another client that reads a session every millisecond.
 *
 * @param report the report of the sweep
 * @param cpuSeconds CPU time of Redis for the sweep, without the other client
 * @param parts seconds of it within commands; {@code evalsha} includes the script's {@code SREM}
 * @param quiet the 99th percentile of the other client's reads without a sweep
 * @param beside the same during the sweep
 */
record SweepFigure(
    SweepReport report,
    double cpuSeconds,
    Map<String, Double> parts,
    Duration quiet,
    Duration beside) {

  private static final int USERS = Integer.getInteger("users", 1_000_000);
  private static final int FILLED_AT_ONCE = 10_000;
  private static final long PAUSE_NANOS = 1_000_000;

  private static final String FILL =
      """
      local first, last = tonumber(ARGV[1]), tonumber(ARGV[2])
      for user = first, last do
        local index = 'user:u' .. user .. ':sessions'
        for i = 1, 3 do
          local id = string.format('%021d', user * 3 + i) .. 'A'
          redis.call('SADD', index, id)
          if math.random(3) > 1 then
            redis.call('SET', 'session:' .. id, 'x', 'PX', 43200000)
          end
        end
        redis.call('PEXPIRE', index, 43200000)
      end
      """;

  /** Measures on an empty server. */
  static SweepFigure of(RedisServer server, Duration quietTime) {
    try (RespClient admin = server.connect();
        RespClient others = server.connect();
        RedisMaintenance maintenance =
            RedisMaintenance.connect(RedisSettings.of(server.maintenanceUri()))) {
      fill(admin);
      List<Long> quiet = new ArrayList<>();
      double othersEachSecond = quiet(admin, others, quietTime, quiet);

      long swept = System.nanoTime();
      admin.call("CONFIG", "RESETSTAT");
      double before = cpu(admin);
      Started<SweepReport> sweep =
          (Started<SweepReport>)
              maintenance.sweep(SweepRequest.of(SweepMode.REMOVE)).toCompletableFuture().join();
      CompletableFuture<SweepReport> end = sweep.end().toCompletableFuture();
      List<Long> beside = times(others, () -> !end.isDone());
      double cpu = cpu(admin) - before - othersEachSecond * seconds(swept);
      Map<String, Double> parts = parts(admin);
      quiet(admin, others, quietTime, quiet);
      return new SweepFigure(end.join(), cpu, parts, p99(quiet), p99(beside));
    }
  }

  private static void fill(RespClient admin) {
    for (int first = 1; first <= USERS; first += FILLED_AT_ONCE) {
      int last = Math.min(USERS, first + FILLED_AT_ONCE - 1);
      admin.call("EVAL", FILL, "0", "" + first, "" + last);
    }
  }

  /** Reads without a sweep; returns the CPU seconds of Redis per second. */
  private static double quiet(
      RespClient admin, RespClient others, Duration quietTime, List<Long> took) {
    long start = System.nanoTime();
    double before = cpu(admin);
    took.addAll(times(others, () -> System.nanoTime() - start < quietTime.toNanos()));
    return (cpu(admin) - before) / seconds(start);
  }

  private static List<Long> times(RespClient client, BooleanSupplier running) {
    List<Long> took = new ArrayList<>();
    while (running.getAsBoolean()) {
      int id = ThreadLocalRandom.current().nextInt(USERS) * 3 + 5;
      String key = "session:" + String.format("%021d", id) + "A";
      long start = System.nanoTime();
      client.call("GET", key);
      took.add(System.nanoTime() - start);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return took;
  }

  /** Seconds within commands; the rest of the CPU time is spent on network I/O. */
  private static Map<String, Double> parts(RespClient admin) {
    Map<String, Double> parts = new LinkedHashMap<>();
    String stats = admin.text("INFO", "commandstats");
    for (String command : List.of("scan", "sscan", "exists", "evalsha", "srem")) {
      Matcher usec = Pattern.compile("cmdstat_" + command + ":.*?usec=(\\d+)").matcher(stats);
      parts.put(command, usec.find() ? Long.parseLong(usec.group(1)) / 1e6 : 0);
    }
    return parts;
  }

  private static Duration p99(List<Long> took) {
    Collections.sort(took);
    return Duration.ofNanos(took.get(took.size() * 99 / 100));
  }

  private static double cpu(RespClient admin) {
    return admin
        .text("INFO", "cpu")
        .lines()
        .filter(line -> line.matches("used_cpu_(user|sys):.*"))
        .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".*:", "")))
        .sum();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
