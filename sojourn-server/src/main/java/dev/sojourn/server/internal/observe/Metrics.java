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
 * The metrics, for Prometheus: requests by route and status, store operations by outcome, the JVM.
 * No tag contains data of a session or a user. Thread-safe.
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
          .description("Tokens with invalid syntax")
          .register(registry);
  private final Counter failures =
      Counter.builder("sojourn.errors.internal")
          .description("Requests that failed with an unexpected error")
          .register(registry);

  private final LongSupplier misroutedReplies; // the registry has only a weak reference

  /**
   * Registers the meters.
   *
   * @param misroutedReplies how many replies belonged to another command
   */
  public Metrics(LongSupplier misroutedReplies) {
    this.misroutedReplies = misroutedReplies;
    FunctionCounter.builder(
            "sojourn.replies.misrouted", this.misroutedReplies, LongSupplier::getAsLong)
        .description("Redis replies that belonged to another command and were rejected")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** The meters of the store operations. */
  public StoreMeters store() {
    return store;
  }

  /** The meters of sweeps. */
  public SweepMeters sweeps() {
    return sweeps;
  }

  /** The registry, for further meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All metrics as text; takes a few milliseconds. */
  public HttpAnswer scrape() {
    return HttpAnswer.text(PROMETHEUS_TEXT, registry.scrape());
  }

  @Override
  public void answered(Answered answer) {
    requests
        .computeIfAbsent(
            new RequestTags(answer.method(), answer.path(), answer.status()), this::timer)
        .record(answer.took());
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
