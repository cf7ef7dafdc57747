package dev.sojourn.server.internal.observe;

import dev.sojourn.server.internal.api.EventStreams;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters {@code sojourn.events} of the event streams. */
public final class EventMeters {

  private EventMeters() {}

  /** Registers the meters. */
  public static void bind(MeterRegistry registry, EventStreams streams) {
    Gauge.builder("sojourn.events.streams", streams::open)
        .description("Open event streams")
        .register(registry);
    FunctionCounter.builder("sojourn.events.opened", streams, EventStreams::opened)
        .description("Event streams opened")
        .register(registry);
    FunctionCounter.builder("sojourn.events.dropped", streams, EventStreams::dropped)
        .description("Event streams dropped because the client read too slowly")
        .register(registry);
  }
}
