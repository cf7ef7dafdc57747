package dev.sojourn.redis.internal.invalidation;

import dev.sojourn.redis.internal.connection.Stopwatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Measures how long a message takes from publishing to arrival, with messages of its own. Their id
 * belongs to no session; caches and listeners never see them.
 */
final class LatencyProbe {

  private static final String PREFIX = "probe-";
  private static final int MAX_PENDING = 64;

  private final NearCacheMeters meters;
  private final Map<String, Stopwatch> pending = new ConcurrentHashMap<>();

  LatencyProbe(NearCacheMeters meters) {
    this.meters = meters;
  }

  /** Whether an id is that of a probe, of any process. The id of a session never is. */
  static boolean isProbe(String id) {
    return id.startsWith(PREFIX);
  }

  void send(SubscribedConnection connection) {
    if (pending.size() >= MAX_PENDING) {
      pending.clear();
    }
    String id = PREFIX + String.format("%015xA", ThreadLocalRandom.current().nextLong() >>> 4);
    pending.put(id, new Stopwatch());
    connection.publish(id);
  }

  void onArrival(String id) {
    Stopwatch sent = pending.remove(id);
    if (sent != null) {
      meters.onProbe(sent.elapsed());
    }
  }
}
