package dev.sojourn.redis.care;

import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.spi.SweepStart;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Sweeps of a fleet, one at a time: begun here or elsewhere. Thread-safe. */
public final class Sweeps {

  private final Wire wire;
  private final CareKeys keys;
  private final Jobs jobs;

  /** Sweeps on that connection. */
  public Sweeps(Wire wire, CareKeys keys, CareSettings settings) {
    this.wire = wire;
    this.keys = keys;
    this.jobs = new Jobs(wire, "sojourn-sweep", keys.sweeps(), settings);
  }

  /** Begins one on a thread of its own, unless one is under way in the fleet. */
  public CompletionStage<SweepStart> begin(SweepRequest request) {
    return jobs.begin(
            Latest.name(request.kind()),
            request.atMost(),
            remembered -> new Sweep(wire, keys, Progress.of(request.kind(), remembered)))
        .thenApply(
            begun ->
                begun.<SweepStart>map(Sweeps::begun).orElseGet(SweepStart.AlreadyRunning::new));
  }

  /** The latest one; one that runs and whose lease is over was killed. */
  public CompletionStage<Optional<SweepReport>> latest() {
    return jobs.latest()
        .thenApply(
            latest -> latest.isEmpty() ? Optional.empty() : Optional.of(Latest.report(latest)));
  }

  /** Stops the one that runs here, and waits a little until it has said so. */
  public void close() {
    jobs.close();
  }

  private static SweepStart begun(Jobs.Begun begun) {
    return new SweepStart.Begun(
        Latest.report(begun.latest()), begun.end().thenApply(Latest::report));
  }
}
