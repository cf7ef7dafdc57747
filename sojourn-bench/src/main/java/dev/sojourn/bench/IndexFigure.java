package dev.sojourn.bench;

import dev.sojourn.SessionId;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of a user's index, by {@code MEMORY USAGE}.
 *
 * @param ids the number of the user's sessions
 * @param index bytes of the index
 * @param bareSet bytes of a plain set of the same ids with a TTL, filled in the same order
 */
record IndexFigure(int ids, long index, long bareSet) {

  private static final List<Integer> SIZES = List.of(1, 2, 5, 10, 50);
  private static final String INDEX = "user:ada:sessions";

  /** Measures on a server, which is flushed. */
  static List<IndexFigure> of(RedisServer server) {
    List<IndexFigure> figures = new ArrayList<>();
    try (RedisSessions redis = RedisSessions.connect(SessionForm.HASH.settings(server.userUri()));
        RespClient admin = server.connect()) {
      for (int size : SIZES) {
        server.flush();
        List<SessionId> ids = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          ids.add(redis.sessions().create(Example.of("ada")).orElseThrow().token().id());
        }
        long index = bytes(admin);
        admin.call("DEL", INDEX);
        ids.forEach(id -> admin.call("SADD", INDEX, id.value()));
        admin.call("PEXPIRE", INDEX, "43200000");
        figures.add(new IndexFigure(size, index, bytes(admin)));
      }
    }
    return figures;
  }

  private static long bytes(RespClient admin) {
    return admin.number("MEMORY", "USAGE", INDEX, "SAMPLES", "0");
  }

  @Override
  public String toString() {
    return ids + ": " + index + " B (" + bareSet + ")";
  }
}
