package dev.sojourn.server.internal.observe;

import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/**
 * The meters {@code sojourn.sweep}, of the sweeps that this server ran; what an unfinished one did
 * before counts where it was done. Thread-safe.
 */
public final class SweepMeters {

  private final MeterRegistry registry;
  private final Counter users;
  private final Counter stale;
  private final Counter removed;

  SweepMeters(MeterRegistry registry) {
    this.registry = registry;
    this.users = counter(registry, "users", "Indexes that sweeps looked at");
    this.stale = counter(registry, "stale", "Ids that sweeps found without their session");
    this.removed = counter(registry, "removed", "Ids that sweeps removed");
  }

  /** A sweep ended. */
  void ended(SweepReport begun, SweepReport end) {
    users.increment((double) (end.users() - begun.users()));
    stale.increment((double) (end.stale() - begun.stale()));
    removed.increment((double) (end.removed() - begun.removed()));
    Timer.builder("sojourn.sweep")
        .description("Sweeps that this server ran")
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
