package dev.sojourn.bench;

import dev.sojourn.SessionToken;
import dev.sojourn.redis.RedisDictionaryTraining;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.TrainedDictionary;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The cost of sessions in one form.
 *
 * @param session bytes of Redis memory per session with key and TTL, by {@code used_memory} over
 *     100,000 sessions
 * @param value average bytes of the stored value, from a sample
 * @param serverMicros time of a read on the server, by {@code commandstats}
 * @param ourMicros CPU time of this process per access
 */
record MemoryFigures(double session, double value, double serverMicros, double ourMicros) {

  private static final int SESSIONS = 100_000;
  private static final int SAMPLE = 5_000;
  private static final int DICTIONARY_BYTES = 4 * 1024;
  private static final int PIPELINED = 500;
  private static final int VALUES = 1_000;
  private static final long SETTLED_BYTES = 20_000;
  private static final Duration SETTLING = Duration.ofSeconds(2);

  /** Measures on a server, which is flushed. */
  static MemoryFigures of(RedisServer server, SessionForm form) {
    server.flush();
    Optional<TrainedDictionary> dictionary =
        form.isCompressed() ? Optional.of(trained(server, form)) : Optional.empty();
    dictionary.ifPresent(trained -> use(server, form, trained));
    try (RedisSessions redis = RedisSessions.connect(form.settings(server.userUri()));
        RespClient admin = server.connect()) {
      admin.call("FLUSHALL", "SYNC"); // an asynchronous flush would distort the measurement
      dictionary.ifPresent(trained -> use(server, form, trained));
      long empty = used(admin);
      List<SessionToken> tokens = createWithoutIndexes(redis, admin);
      double session = (double) (used(admin) - empty) / SESSIONS;
      accessAll(redis, tokens);
      admin.call("CONFIG", "RESETSTAT");
      long before = cpuNanos();
      accessAll(redis, tokens);
      double ours = (cpuNanos() - before) / 1e3 / SESSIONS;
      return new MemoryFigures(session, valueBytes(admin, form, tokens), micros(admin, form), ours);
    }
  }

  /** Trains a dictionary on other users' sessions. */
  private static TrainedDictionary trained(RedisServer server, SessionForm form) {
    try (RedisSessions redis = RedisSessions.connect(form.settings(server.userUri()));
        RedisDictionaryTraining training =
            RedisDictionaryTraining.connect(form.settings(server.migrateUri()))) {
      for (int i = 0; i < SAMPLE; i += PIPELINED) {
        IntStream.range(i, i + PIPELINED)
            .mapToObj(user -> create(redis, "other" + user))
            .toList()
            .forEach(CompletableFuture::join);
      }
      return training.train(SAMPLE, DICTIONARY_BYTES).orElseThrow();
    }
  }

  private static void use(RedisServer server, SessionForm form, TrainedDictionary trained) {
    try (RedisDictionaryTraining training =
        RedisDictionaryTraining.connect(form.settings(server.migrateUri()))) {
      training.use(trained);
    }
  }

  /** Deletes the indexes batch by batch, so that the server's tables contain only sessions. */
  private static List<SessionToken> createWithoutIndexes(RedisSessions redis, RespClient admin) {
    List<SessionToken> tokens = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i += PIPELINED) {
      List<CompletableFuture<SessionToken>> batch = new ArrayList<>();
      String[] indexes = new String[PIPELINED + 1];
      indexes[0] = "DEL";
      for (int j = 0; j < PIPELINED; j++) {
        batch.add(create(redis, user(i + j)));
        indexes[j + 1] = "user:" + user(i + j) + ":sessions";
      }
      batch.forEach(created -> tokens.add(created.join()));
      admin.call(indexes);
    }
    return tokens;
  }

  private static void accessAll(RedisSessions redis, List<SessionToken> tokens) {
    for (int i = 0; i < tokens.size(); i += PIPELINED) {
      tokens.subList(i, i + PIPELINED).stream()
          .map(token -> redis.async().access(token).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private static CompletableFuture<SessionToken> create(RedisSessions redis, String user) {
    return redis
        .async()
        .create(Example.of(user))
        .thenApply(created -> created.orElseThrow().token())
        .toCompletableFuture();
  }

  private static double valueBytes(RespClient admin, SessionForm form, List<SessionToken> tokens) {
    String length = form.readCommand().equals("get") ? "STRLEN" : "";
    return length.isEmpty()
        ? 0
        : tokens.stream()
            .limit(VALUES)
            .mapToLong(token -> admin.number(length, "session:" + token.id().value()))
            .average()
            .orElse(0);
  }

  private static double micros(RespClient admin, SessionForm form) {
    String line =
        admin
            .text("INFO", "commandstats")
            .lines()
            .filter(
                l -> l.toLowerCase(Locale.ROOT).startsWith("cmdstat_" + form.readCommand() + ":"))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(line.replaceFirst(".*usec_per_call=([0-9.]+).*", "$1"));
  }

  private static long cpuNanos() {
    try {
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      return (Long)
          beans.getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "ProcessCpuTime");
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String user(int i) {
    return "u" + (100_000 + i);
  }

  /** Waits until the value is stable: buffers shrink and flushed memory is freed with a delay. */
  private static long used(RespClient admin) {
    long before = -1;
    long now = usedNow(admin);
    while (Math.abs(now - before) > SETTLED_BYTES) {
      LockSupport.parkNanos(SETTLING.toNanos());
      before = now;
      now = usedNow(admin);
    }
    return now;
  }

  private static long usedNow(RespClient admin) {
    String info = admin.text("INFO", "memory");
    String line = info.lines().filter(l -> l.startsWith("used_memory:")).findFirst().orElseThrow();
    return Long.parseLong(line.substring("used_memory:".length()).trim());
  }
}
