package dev.sojourn.bench;

import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.RespClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Bytes by {@code used_memory}: a session with its key and TTL, and a user's index beside a bare
 * set of the same id with a TTL.
 *
 * @param session bytes of one session
 * @param index bytes of one index of one id
 * @param bareSet bytes of the same set made by hand
 */
record MemoryFigures(double session, double index, double bareSet) {

  private static final int SESSIONS = 100_000;
  private static final int PIPELINED = 500;

  /** Measures on a server that is emptied. */
  static MemoryFigures of(RedisServer server, LayoutName layout) {
    RedisSettings settings = RedisSettings.of(server.userUri()).withLayout(layout);
    try (RedisSessions redis = RedisSessions.connect(settings);
        RespClient admin = server.connect()) {
      server.flush();
      long empty = used(admin);
      List<SessionId> ids = create(redis);
      long both = used(admin);
      for (int i = 0; i < SESSIONS; i++) {
        admin.call("DEL", "session:" + ids.get(i));
      }
      long index = used(admin) - empty;
      server.flush();
      empty = used(admin);
      for (int i = 0; i < SESSIONS; i++) {
        admin.call("SADD", key(i), ids.get(i).value());
        admin.call("PEXPIRE", key(i), "43200000");
      }
      long bare = used(admin) - empty;
      return new MemoryFigures(each(both - empty - index), each(index), each(bare));
    }
  }

  private static List<SessionId> create(RedisSessions redis) {
    List<SessionId> ids = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i += PIPELINED) {
      List<CompletableFuture<SessionId>> batch = new ArrayList<>();
      for (int j = i; j < i + PIPELINED; j++) {
        NewSession session = Example.of("u" + (100_000 + j));
        batch.add(
            redis
                .async()
                .create(session)
                .thenApply(created -> created.orElseThrow().token().id())
                .toCompletableFuture());
      }
      batch.forEach(created -> ids.add(created.join()));
    }
    return ids;
  }

  private static String key(int i) {
    return "user:u" + (100_000 + i) + ":sessions";
  }

  private static double each(long bytes) {
    return (double) bytes / SESSIONS;
  }

  private static long used(RespClient admin) {
    String info = admin.text("INFO", "memory");
    String line = info.lines().filter(l -> l.startsWith("used_memory:")).findFirst().orElseThrow();
    return Long.parseLong(line.substring("used_memory:".length()).trim());
  }
}
