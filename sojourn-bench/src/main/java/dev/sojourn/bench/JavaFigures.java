package dev.sojourn.bench;

import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.rig.server.RedisServer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Compares access and creation from Java with the bare commands. */
final class JavaFigures {

  private static final int SESSIONS = 1000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private JavaFigures() {}

  static Paired access(RedisServer server, Duration each) {
    try (RedisSessions redis = RedisSessions.connect(server.userUri());
        Bare bare = new Bare(server.userUri())) {
      List<SessionToken> tokens = tokens(redis.sessions());
      List<String> keys = tokens.stream().map(token -> "session:" + token.id()).toList();
      return Paired.of(
          each,
          time -> Threads.rate(time, () -> redis.sessions().access(any(tokens)).orElseThrow()),
          time -> Threads.rate(time, () -> bare.read(any(keys))));
    }
  }

  static Paired create(RedisServer server, Duration each) {
    try (RedisSessions redis = RedisSessions.connect(server.userUri());
        Bare bare = new Bare(server.userUri())) {
      Map<String, String> fields = fields(redis.sessions(), bare);
      return Paired.of(
          each,
          time -> {
            server.flush();
            return Threads.rate(
                time, () -> redis.sessions().create(Example.of(user())).orElseThrow());
          },
          time -> {
            server.flush();
            return Threads.rate(time, () -> bareCreate(bare, fields));
          });
    }
  }

  /** Includes a random id and the randomness of a secret, which every creation needs. */
  private static String bareCreate(Bare bare, Map<String, String> fields) {
    String id = random(16);
    Map<String, String> own = new HashMap<>(fields);
    own.put("secret", random(32));
    bare.create("session:" + id, own, "user:" + user() + ":sessions", id);
    return id;
  }

  private static List<SessionToken> tokens(Sessions sessions) {
    List<SessionToken> tokens = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      tokens.add(sessions.create(Example.of("u" + i)).orElseThrow().token());
    }
    return tokens;
  }

  private static Map<String, String> fields(Sessions sessions, Bare bare) {
    return bare.read("session:" + tokens(sessions).get(0).id());
  }

  private static String user() {
    return "u" + ThreadLocalRandom.current().nextInt(1_000_000);
  }

  private static String random(int bytes) {
    byte[] all = new byte[bytes];
    RANDOM.nextBytes(all);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  private static <T> T any(List<T> list) {
    return list.get(ThreadLocalRandom.current().nextInt(list.size()));
  }
}
