package dev.sojourn.server.internal.observe;

import dev.sojourn.server.internal.api.EventStreams;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters {@code sojourn.events}: streams of events. */
public final class EventMeters {

  private EventMeters() {}

  /** Registers them. */
  public static void bind(MeterRegistry registry, EventStreams streams) {
    Gauge.builder("sojourn.events.streams", streams::open)
        .description("Streams of events that are open")
        .register(registry);
    FunctionCounter.builder("sojourn.events.opened", streams, EventStreams::opened)
        .description("Streams of events that began")
        .register(registry);
    FunctionCounter.builder("sojourn.events.dropped", streams, EventStreams::dropped)
        .description("Streams of events that were dropped, for their clients read too slowly")
        .register(registry);
  }
}
