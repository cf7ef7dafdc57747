package dev.sojourn.server;

import dev.sojourn.redis.NearState;
import dev.sojourn.redis.near.NearMeters;
import dev.sojourn.redis.near.NearMeters.Miss;
import dev.sojourn.redis.near.NearMeters.Unkept;
import dev.sojourn.redis.near.RedisInvalidationBus.Wires;
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
final class NearMetrics {

  private static final String NEAR = "sojourn.near.";
  private static final String INVALIDATIONS = "sojourn.invalidations.";

  private final MeterRegistry registry;
  private final Supplier<NearState> state;
  private final NearMeters counted;

  private NearMetrics(MeterRegistry registry, Supplier<NearState> state) {
    this.registry = registry;
    this.state = state;
    this.counted = state.get().counted();
  }

  static void bind(MeterRegistry registry, Supplier<NearState> state) {
    NearMetrics metrics = new NearMetrics(registry, state);
    metrics.bindNear();
    metrics.bindMessages();
    metrics.bindWires();
    metrics.bindTimes();
  }

  private void bindNear() {
    counter(NEAR, "hits", NearMeters::hits, "Accesses answered from what is kept near");
    counter(NEAR, "passes", NearMeters::passes, "Reads that passed by a wire in doubt, uncached");
    for (Miss why : Miss.values()) {
      FunctionCounter.builder(NEAR + "misses", counted, meters -> meters.misses(why))
          .description("Accesses that asked Redis, and why")
          .tag("reason", why.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    for (Unkept why : Unkept.values()) {
      FunctionCounter.builder(NEAR + "unkept", counted, meters -> meters.unkept(why))
          .description("Sessions that were read and are not kept near, and why")
          .tag("reason", why.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder(NEAR + "entries", () -> state.get().entries())
        .description("Sessions that are kept near, roughly")
        .register(registry);
  }

  private void bindMessages() {
    counter(INVALIDATIONS, "seen", NearMeters::invalidations, "Messages that named a session");
    counter(INVALIDATIONS, "garbage", NearMeters::garbled, "Messages that named none");
    counter(
        INVALIDATIONS,
        "untold",
        NearMeters::missedByListeners,
        "Messages that a listener was too slow for");
    counter(
        INVALIDATIONS,
        "subscriptions",
        NearMeters::subscriptions,
        "Subscriptions that were confirmed");
    counter(INVALIDATIONS, "losses", NearMeters::losses, "Connections for messages that broke");
    counter(
        INVALIDATIONS,
        "astray",
        NearMeters::repliesAstray,
        "Replies beside the messages that belonged to another question");
    counter(
        INVALIDATIONS,
        "refusals",
        NearMeters::refusals,
        "Servers that said that they may not serve");
    counter(
        INVALIDATIONS,
        "doubts",
        NearMeters::doubts,
        "Commands unanswered in time beside the messages");
  }

  private void bindWires() {
    wires("opened", Wires::opened);
    wires("subscribed", Wires::subscribed);
    wires("leased", Wires::leased);
  }

  private void bindTimes() {
    time("lease.age", now -> now.wires().oldestLease(), "Since the oldest lease began");
    time("heartbeat.age", now -> now.counted().sinceHeartbeat(), "Since the last proof was sent");
    time("probe", now -> now.counted().lastProbe(), "From publishing a probe to its arrival");
  }

  private void counter(
      String group, String name, ToDoubleFunction<NearMeters> value, String description) {
    FunctionCounter.builder(group + name, counted, value)
        .description(description)
        .register(registry);
  }

  private void wires(String what, ToDoubleFunction<Wires> count) {
    Gauge.builder(INVALIDATIONS + "wires", () -> count.applyAsDouble(state.get().wires()))
        .description("Connections for messages, one to each primary")
        .tag("state", what)
        .register(registry);
  }

  /** Not a number while there is none. */
  private void time(String name, Function<NearState, Optional<Duration>> age, String description) {
    TimeGauge.builder(
            INVALIDATIONS + name,
            () -> age.apply(state.get()).map(NearMetrics::micros).orElse(Double.NaN),
            TimeUnit.MICROSECONDS)
        .description(description)
        .register(registry);
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1_000.0;
  }
}
