package dev.sojourn.bench;

import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.RedisSettings.CompressionName;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.RedisSettings.NamingName;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.RespClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Bytes of Redis' memory.
 *
 * @param session a session with its key and TTL, by {@code used_memory} over 100,000 of them
 * @param index a user's index of one id, by {@code MEMORY USAGE}
 * @param bareSet a set of the same id with the same TTL made by hand, by {@code MEMORY USAGE}
 */
record MemoryFigures(double session, long index, long bareSet) {

  private static final int SESSIONS = 100_000;
  private static final int PIPELINED = 500;

  /** Measures on a server that is emptied. */
  static MemoryFigures of(
      RedisServer server, LayoutName layout, NamingName naming, CompressionName compression) {
    RedisSettings settings =
        RedisSettings.of(server.userUri())
            .withLayout(layout)
            .withNaming(naming)
            .withShortNames(Example.SHORT_NAMES)
            .withCompression(compression)
            .withCommandTimeout(Duration.ofSeconds(30)); // no speed is measured here
    try (RedisSessions redis = RedisSessions.connect(settings);
        RespClient admin = server.connect()) {
      server.flush();
      long empty = used(admin);
      SessionId last = createWithoutIndexes(redis, admin);
      double session = (double) (used(admin) - empty) / SESSIONS;
      long index = admin.number("MEMORY", "USAGE", key(SESSIONS - 1));
      admin.call("DEL", key(SESSIONS - 1));
      admin.call("SADD", key(SESSIONS - 1), last.value());
      admin.call("PEXPIRE", key(SESSIONS - 1), "43200000");
      return new MemoryFigures(session, index, admin.number("MEMORY", "USAGE", key(SESSIONS - 1)));
    }
  }

  /**
   * All but the last index are deleted at once, so that the server's tables are those of sessions.
   */
  private static SessionId createWithoutIndexes(RedisSessions redis, RespClient admin) {
    List<SessionId> ids = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i += PIPELINED) {
      List<CompletableFuture<SessionId>> batch = new ArrayList<>();
      for (int j = i; j < i + PIPELINED; j++) {
        batch.add(create(redis, Example.of(user(j))));
      }
      batch.forEach(created -> ids.add(created.join()));
      for (int j = i; j < Math.min(i + PIPELINED, SESSIONS - 1); j++) {
        admin.call("DEL", key(j));
      }
    }
    return ids.get(SESSIONS - 1);
  }

  private static CompletableFuture<SessionId> create(RedisSessions redis, NewSession session) {
    return redis
        .async()
        .create(session)
        .thenApply(created -> created.orElseThrow().token().id())
        .toCompletableFuture();
  }

  private static String user(int i) {
    return "u" + (100_000 + i);
  }

  private static String key(int i) {
    return "user:" + user(i) + ":sessions";
  }

  private static long used(RespClient admin) {
    String info = admin.text("INFO", "memory");
    String line = info.lines().filter(l -> l.startsWith("used_memory:")).findFirst().orElseThrow();
    return Long.parseLong(line.substring("used_memory:".length()).trim());
  }
}
