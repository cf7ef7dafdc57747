package dev.sojourn.server.observe;

import dev.sojourn.server.api.Events;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters {@code sojourn.events}: streams of events. */
public final class EventMeters {

  private EventMeters() {}

  /** Registers them. */
  public static void bind(MeterRegistry registry, Events events) {
    Gauge.builder("sojourn.events.streams", events::open)
        .description("Streams of events that are open")
        .register(registry);
    FunctionCounter.builder("sojourn.events.opened", events, Events::opened)
        .description("Streams of events that began")
        .register(registry);
    FunctionCounter.builder("sojourn.events.dropped", events, Events::dropped)
        .description("Streams of events that were dropped, for their clients read too slowly")
        .register(registry);
  }
}
