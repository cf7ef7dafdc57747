package dev.sojourn.server.internal.service;

import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.internal.invalidation.NearCacheMeters;
import dev.sojourn.redis.internal.invalidation.NearCacheMeters.MissReason;
import dev.sojourn.redis.internal.invalidation.NearCacheMeters.NotCachedReason;
import dev.sojourn.redis.internal.invalidation.RedisInvalidationBus.ConnectionCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters {@code sojourn.near} and {@code sojourn.invalidations}: what is kept, and heard. */
final class NearCacheMetrics {

  private static final String NEAR = "sojourn.near.";
  private static final String INVALIDATIONS = "sojourn.invalidations.";

  private final MeterRegistry registry;
  private final Supplier<NearCacheState> state;
  private final NearCacheMeters counted;

  private NearCacheMetrics(MeterRegistry registry, Supplier<NearCacheState> state) {
    this.registry = registry;
    this.state = state;
    this.counted = state.get().counted();
  }

  static void bind(MeterRegistry registry, Supplier<NearCacheState> state) {
    NearCacheMetrics metrics = new NearCacheMetrics(registry, state);
    metrics.bindNear();
    metrics.bindMessages();
    metrics.bindWires();
    metrics.bindTimes();
  }

  private void bindNear() {
    counter(NEAR, "hits", NearCacheMeters::hits, "Accesses answered from what is kept near");
    counter(
        NEAR,
        "bypassed",
        NearCacheMeters::bypassed,
        "Reads that passed by a wire in doubt, uncached");
    for (MissReason why : MissReason.values()) {
      FunctionCounter.builder(NEAR + "misses", counted, meters -> meters.misses(why))
          .description("Accesses that asked Redis, and why")
          .tag("reason", why.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    for (NotCachedReason why : NotCachedReason.values()) {
      FunctionCounter.builder(NEAR + "not.cached", counted, meters -> meters.notCached(why))
          .description("Sessions that were read and are not kept near, and why")
          .tag("reason", why.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder(NEAR + "entries", () -> state.get().entries())
        .description("Sessions that are kept near, roughly")
        .register(registry);
  }

  private void bindMessages() {
    counter(INVALIDATIONS, "seen", NearCacheMeters::invalidations, "Messages that named a session");
    counter(INVALIDATIONS, "garbled", NearCacheMeters::garbled, "Messages that named none");
    counter(
        INVALIDATIONS,
        "dropped",
        NearCacheMeters::missedByListeners,
        "Messages that a listener was too slow for");
    counter(
        INVALIDATIONS,
        "subscriptions",
        NearCacheMeters::subscriptions,
        "Subscriptions that were confirmed");
    counter(
        INVALIDATIONS, "losses", NearCacheMeters::losses, "Connections for messages that broke");
    counter(
        INVALIDATIONS,
        "misrouted",
        NearCacheMeters::misroutedReplies,
        "Replies beside the messages that belonged to another question");
    counter(
        INVALIDATIONS,
        "refusals",
        NearCacheMeters::refusals,
        "Servers that said that they may not serve");
    counter(
        INVALIDATIONS,
        "timeouts",
        NearCacheMeters::timeouts,
        "Commands unanswered in time beside the messages");
  }

  private void bindWires() {
    wires("opened", ConnectionCounts::opened);
    wires("subscribed", ConnectionCounts::subscribed);
    wires("leased", ConnectionCounts::leased);
  }

  private void bindTimes() {
    time("lease.age", now -> now.connectionCounts().oldestLease(), "Since the oldest lease began");
    time("heartbeat.age", now -> now.counted().sinceHeartbeat(), "Since the last proof was sent");
    time("probe", now -> now.counted().lastProbe(), "From publishing a probe to its arrival");
  }

  private void counter(
      String group, String name, ToDoubleFunction<NearCacheMeters> value, String description) {
    FunctionCounter.builder(group + name, counted, value)
        .description(description)
        .register(registry);
  }

  private void wires(String what, ToDoubleFunction<ConnectionCounts> count) {
    Gauge.builder(
            INVALIDATIONS + "connections",
            () -> count.applyAsDouble(state.get().connectionCounts()))
        .description("Connections for messages, one to each primary")
        .tag("state", what)
        .register(registry);
  }

  /** Not a number while there is none. */
  private void time(
      String name, Function<NearCacheState, Optional<Duration>> age, String description) {
    TimeGauge.builder(
            INVALIDATIONS + name,
            () -> age.apply(state.get()).map(NearCacheMetrics::micros).orElse(Double.NaN),
            TimeUnit.MICROSECONDS)
        .description(description)
        .register(registry);
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1_000.0;
  }
}
