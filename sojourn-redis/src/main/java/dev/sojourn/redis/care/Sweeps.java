package dev.sojourn.redis.care;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.redis.wire.Query;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.spi.SweepStart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps of a fleet, one at a time: begun here or elsewhere. Thread-safe. */
public final class Sweeps {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final String KILLED = "its server stopped without a word; the next one goes on";

  private final Wire wire;
  private final CareKeys keys;
  private final CareSettings settings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);

  /** Sweeps on that connection. */
  public Sweeps(Wire wire, CareKeys keys, CareSettings settings) {
    this.wire = wire;
    this.keys = keys;
    this.settings = settings;
  }

  /** Begins one on a thread of its own, unless one is under way in the fleet. */
  public CompletionStage<SweepStart> begin(SweepRequest request) {
    return Lease.take(wire, keys, settings, request.kind())
        .thenApply(
            taken ->
                taken
                    .<SweepStart>map(lease -> begun(lease, request))
                    .orElseGet(SweepStart.AlreadyRunning::new));
  }

  /** The latest one; one that runs and whose lease is over was killed. */
  public CompletionStage<Optional<SweepReport>> latest() {
    return look()
        .thenCompose(seen -> seen.isKilled() ? look() : completedStage(seen)) // it may have begun
        .thenApply(Seen::report);
  }

  /** The lease first: one that ends, ends together with its lease. */
  private CompletionStage<Seen> look() {
    return wire.bulk()
        .existing(List.of(List.of(keys.sweepLease())))
        .thenCombine(
            wire.read(Query.HASH, keys.latestSweep()),
            (leases, hash) -> new Seen(leases.get(0) > 0, Latest.fields(hash.value())));
  }

  /** The lease and the latest sweep, as they were read one after the other. */
  private record Seen(boolean leased, Map<String, String> latest) {

    boolean isKilled() {
      return !leased && "running".equals(latest.get("state"));
    }

    Optional<SweepReport> report() {
      if (latest.isEmpty()) {
        return Optional.empty();
      }
      SweepReport report = Latest.report(latest);
      return Optional.of(isKilled() ? report.failed(KILLED) : report);
    }
  }

  /** Stops the one that runs here, and waits a little until it has said so. */
  public void close() {
    closing.countDown();
    try {
      running.completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (RuntimeException e) {
      LOG.debug("a sweep ended badly", e);
    }
  }

  private SweepStart begun(Lease.Taken taken, SweepRequest request) {
    SweepReport report = Latest.report(taken.latest());
    Progress progress = Progress.of(request.kind(), taken.latest());
    Sweeper sweeper = new Sweeper(wire, keys, settings, taken, progress, request.atMost(), closing);
    CompletableFuture<SweepReport> end = new CompletableFuture<>();
    running = end;
    Thread thread = new Thread(() -> end.complete(sweeper.run()), "sojourn-sweep");
    thread.setDaemon(true);
    thread.start();
    return new SweepStart.Begun(report, end);
  }
}
