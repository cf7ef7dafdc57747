package dev.sojourn.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sun.management.ThreadMXBean;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.server.RedisServer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Compares an access from the near cache with a bare cache lookup and one hash of a secret. */
final class NearFigures {

  private static final int SESSIONS = 1_000;
  private static final int ALLOCATIONS = 100_000;

  private final RedisSessions redis;
  private final List<SessionToken> tokens;
  private final Cache<String, Object> bare = Caffeine.newBuilder().maximumSize(SESSIONS).build();

  private NearFigures(RedisSessions redis) {
    this.redis = redis;
    this.tokens =
        Stream.generate(() -> redis.sessions().create(Example.of("u")).orElseThrow().token())
            .limit(SESSIONS)
            .toList();
    tokens.forEach(token -> bare.put(token.id().value(), token));
  }

  /** The figures, one per line. */
  static String of(RedisServer server, Duration each) {
    RedisSettings settings = RedisSettings.of(server.userUri()).withNearCache();
    try (RedisSessions redis = RedisSessions.connect(settings)) {
      NearFigures figures = new NearFigures(redis);
      return String.format(
          Locale.ROOT,
          "one thread %s%n  16 threads %s%n  %d B allocated per access, bare %d B; %.1f %% hits",
          figures.compare(each, 1),
          figures.compare(each, Threads.COUNT),
          allocated(figures::access),
          allocated(figures::lookUp),
          figures.hits());
    }
  }

  private Paired compare(Duration each, int threads) {
    return Paired.of(
        each,
        time -> Threads.rate(time, threads, this::access),
        time -> Threads.rate(time, threads, this::lookUp));
  }

  private Session access() {
    return redis.sessions().access(any()).orElseThrow();
  }

  /** The minimum: a lookup and the hash of the secret. */
  private Object lookUp() {
    SessionToken token = any();
    byte[] hash = sha256(token.reveal());
    Object found = bare.getIfPresent(token.id().value());
    return hash.length > 0 && found != null ? found : token;
  }

  private double hits() {
    double hits = redis.nearCacheState().hits();
    return 100 * hits / (hits + redis.nearCacheState().misses());
  }

  private SessionToken any() {
    return tokens.get(ThreadLocalRandom.current().nextInt(SESSIONS));
  }

  private static long allocated(Supplier<?> operation) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ALLOCATIONS; i++) {
      if (operation.get() == null) {
        throw new IllegalStateException("nothing was found");
      }
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / ALLOCATIONS;
  }

  private static byte[] sha256(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
