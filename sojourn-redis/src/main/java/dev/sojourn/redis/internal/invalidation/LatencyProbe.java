package dev.sojourn.redis.internal.invalidation;

import dev.sojourn.redis.internal.connection.Stopwatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Messages of our own that tell how long a message takes. They name an id that no session has:
 * caches forget nothing by them, and listeners are not told.
 */
final class LatencyProbe {

  private static final String PREFIX = "probe-";
  private static final int MOST_UNDER_WAY = 64;

  private final NearCacheMeters meters;
  private final Map<String, Stopwatch> underWay = new ConcurrentHashMap<>();

  LatencyProbe(NearCacheMeters meters) {
    this.meters = meters;
  }

  /** Whether an id is one of a probe, of whatever process; a session has one by chance never. */
  static boolean isOne(String id) {
    return id.startsWith(PREFIX);
  }

  void send(SubscribedConnection wire) {
    if (underWay.size() >= MOST_UNDER_WAY) {
      underWay.clear();
    }
    String id = PREFIX + String.format("%015xA", ThreadLocalRandom.current().nextLong() >>> 4);
    underWay.put(id, new Stopwatch());
    wire.publish(id);
  }

  void arrived(String id) {
    Stopwatch sent = underWay.remove(id);
    if (sent != null) {
      meters.probeArrived(sent.elapsed());
    }
  }
}
