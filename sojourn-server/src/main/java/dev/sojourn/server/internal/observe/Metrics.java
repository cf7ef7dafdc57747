package dev.sojourn.server.internal.observe;

import dev.sojourn.server.internal.api.HttpAnswer;
import dev.sojourn.server.internal.api.RequestObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What is counted and timed, as Prometheus reads it: requests by route and status, the store's
 * verbs by outcome, the JVM. No tag holds anything of a session or a user. Thread-safe.
 */
public final class Metrics implements RequestObserver, AutoCloseable {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StoreMeters store = new StoreMeters(registry);
  private final SweepMeters sweeps = new SweepMeters(registry);
  private final Map<RequestTags, Timer> requests = new ConcurrentHashMap<>();
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Counter malformedTokens =
      Counter.builder("sojourn.tokens.malformed")
          .description("Tokens that had no token's syntax")
          .register(registry);
  private final Counter failures =
      Counter.builder("sojourn.errors.internal")
          .description("Requests that failed unexpectedly")
          .register(registry);

  private final LongSupplier misroutedReplies; // the registry itself would forget it

  /**
   * Begins to count.
   *
   * @param misroutedReplies how often the stores found a reply that belongs to another question
   */
  public Metrics(LongSupplier misroutedReplies) {
    this.misroutedReplies = misroutedReplies;
    FunctionCounter.builder(
            "sojourn.replies.misrouted", this.misroutedReplies, LongSupplier::getAsLong)
        .description("Replies of Redis that belonged to another question, and were refused")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** The meters of the store's verbs. */
  public StoreMeters store() {
    return store;
  }

  /** The meters of sweeps. */
  public SweepMeters sweeps() {
    return sweeps;
  }

  /** Where further meters are registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All of it as text; takes a few milliseconds. */
  public HttpAnswer scrape() {
    return HttpAnswer.text(PROMETHEUS_TEXT, registry.scrape());
  }

  @Override
  public void answered(Answered what) {
    requests
        .computeIfAbsent(new RequestTags(what.method(), what.path(), what.status()), this::timer)
        .record(what.took());
  }

  @Override
  public void malformedToken() {
    malformedTokens.increment();
  }

  @Override
  public void failed(String errorId, Throwable failure) {
    failures.increment();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private Timer timer(RequestTags tags) {
    return Timer.builder("http.server.requests")
        .description("Requests answered, by route and status")
        .tag("method", tags.method)
        .tag("route", tags.path)
        .tag("status", Integer.toString(tags.status))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private record RequestTags(String method, String path, int status) {}
}
