package dev.sojourn.server.internal.service;

import dev.sojourn.redis.NearCacheState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters {@code sojourn.near} and {@code sojourn.invalidations}. */
final class NearCacheMetrics {

  private static final String NEAR = "sojourn.near.";
  private static final String INVALIDATIONS = "sojourn.invalidations.";

  private final MeterRegistry registry;
  private final Supplier<NearCacheState> state;

  private NearCacheMetrics(MeterRegistry registry, Supplier<NearCacheState> state) {
    this.registry = registry;
    this.state = state;
  }

  static void bind(MeterRegistry registry, Supplier<NearCacheState> state) {
    NearCacheMetrics metrics = new NearCacheMetrics(registry, state);
    metrics.bindCache();
    metrics.bindMessages();
    metrics.bindConnections();
    metrics.bindTimes();
  }

  private void bindCache() {
    counter(NEAR + "hits", NearCacheState::hits, "Accesses answered from the near cache");
    counter(
        NEAR + "bypassed",
        NearCacheState::bypassed,
        "Reads sent uncached, because the subscribed connection was missing or slow");
    byReason(NEAR + "misses", NearCacheState::missesByReason, "Accesses that asked Redis, and why");
    byReason(
        NEAR + "not.cached",
        NearCacheState::notCachedByReason,
        "Sessions that were read but not cached, and why");
    Gauge.builder(NEAR + "entries", () -> state.get().entries())
        .description("Sessions in the near cache, an estimate")
        .register(registry);
  }

  private void bindMessages() {
    counter(INVALIDATIONS + "seen", NearCacheState::invalidations, "Messages that named a session");
    counter(INVALIDATIONS + "garbled", NearCacheState::garbled, "Messages that named no session");
    counter(
        INVALIDATIONS + "dropped",
        NearCacheState::missedByListeners,
        "Messages dropped because a listener was too slow");
    counter(
        INVALIDATIONS + "subscriptions", NearCacheState::subscriptions, "Confirmed subscriptions");
    counter(INVALIDATIONS + "losses", NearCacheState::losses, "Subscribed connections that broke");
    counter(
        INVALIDATIONS + "misrouted",
        NearCacheState::misroutedReplies,
        "Replies on subscribed connections that belonged to another command");
    counter(
        INVALIDATIONS + "refusals",
        NearCacheState::refusals,
        "Replies in which a server refused to serve");
    counter(
        INVALIDATIONS + "timeouts",
        NearCacheState::timeouts,
        "Commands on subscribed connections without a reply in time");
  }

  private void bindConnections() {
    connections("opened", NearCacheState::opened);
    connections("subscribed", NearCacheState::subscribed);
    connections("leased", NearCacheState::leased);
  }

  private void bindTimes() {
    time("lease.age", NearCacheState::oldestLease, "Age of the oldest lease");
    time("heartbeat.age", NearCacheState::sinceHeartbeat, "Time since the last answered heartbeat");
    time("probe", NearCacheState::lastProbe, "Time from publishing a probe to receiving it");
  }

  private void counter(String name, ToDoubleFunction<NearCacheState> value, String description) {
    FunctionCounter.builder(name, state, now -> value.applyAsDouble(now.get()))
        .description(description)
        .register(registry);
  }

  private void byReason(
      String name, Function<NearCacheState, Map<String, Long>> counts, String description) {
    for (String reason : counts.apply(state.get()).keySet()) {
      FunctionCounter.builder(name, state, now -> counts.apply(now.get()).get(reason))
          .description(description)
          .tag("reason", reason)
          .register(registry);
    }
  }

  private void connections(String what, ToDoubleFunction<NearCacheState> count) {
    Gauge.builder(INVALIDATIONS + "connections", () -> count.applyAsDouble(state.get()))
        .description("Subscribed connections, one to each primary")
        .tag("state", what)
        .register(registry);
  }

  /** {@code NaN} while there is no value. */
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
