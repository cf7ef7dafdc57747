package dev.sojourn.server.internal.observe;

import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/**
 * The meters {@code sojourn.sweep} of the sweeps on this server. The work of a resumed sweep before
 * its interruption counts on the server that did it. Thread-safe.
 */
public final class SweepMeters {

  private final MeterRegistry registry;
  private final Counter users;
  private final Counter stale;
  private final Counter removed;

  SweepMeters(MeterRegistry registry) {
    this.registry = registry;
    this.users = counter(registry, "users", "Indexes checked by sweeps");
    this.stale = counter(registry, "stale", "Ids without a session found by sweeps");
    this.removed = counter(registry, "removed", "Ids removed by sweeps");
  }

  /** Records the end of a sweep. */
  void ended(SweepReport start, SweepReport end) {
    users.increment((double) (end.users() - start.users()));
    stale.increment((double) (end.stale() - start.stale()));
    removed.increment((double) (end.removed() - start.removed()));
    Timer.builder("sojourn.sweep")
        .description("Sweeps run by this server")
        .tag("state", name(end.state()))
        .tag("kind", name(end.mode()))
        .register(registry)
        .record(end.took());
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("sojourn.sweep." + name).description(description).register(registry);
  }

  private static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String name(SweepMode kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
