package dev.sojourn.server.internal.service;

import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Connects the maintenance on first use, so that a service without it needs neither a connection
 * nor Redis rights for it. After a failure to connect, the next call tries again. Thread-safe.
 */
public final class LazyMaintenance implements SessionMaintenance {

  private final Supplier<SessionMaintenance> connect;
  private final ExecutorService connecting =
      Executors.newSingleThreadExecutor(LazyMaintenance::thread);
  private Optional<CompletableFuture<SessionMaintenance>> connected = Optional.empty();

  /** Connects on a separate thread. */
  public LazyMaintenance(Supplier<SessionMaintenance> connect) {
    this.connect = connect;
  }

  @Override
  public CompletionStage<JobStart<SweepReport>> sweep(SweepRequest request) {
    return with(maintenance -> maintenance.sweep(request));
  }

  @Override
  public CompletionStage<Optional<SweepReport>> latestSweep() {
    return with(SessionMaintenance::latestSweep);
  }

  @Override
  public CompletionStage<Statistics> statistics() {
    return with(SessionMaintenance::statistics);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a failed connection needs no close
  public synchronized void close() {
    connecting.shutdown();
    connected.ifPresent(maintenance -> maintenance.thenAccept(SessionMaintenance::close));
  }

  private <T> CompletionStage<T> with(Function<SessionMaintenance, CompletionStage<T>> operation) {
    return connection().thenCompose(operation);
  }

  private synchronized CompletableFuture<SessionMaintenance> connection() {
    if (connecting.isShutdown()) {
      return connected.orElseGet(
          () -> failedFuture(new StoreUnavailable("the service is stopping", null)));
    }
    CompletableFuture<SessionMaintenance> maintenance =
        connected
            .filter(current -> !current.isCompletedExceptionally())
            .orElseGet(() -> CompletableFuture.supplyAsync(connect, connecting));
    connected = Optional.of(maintenance);
    return maintenance;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sojourn-maintenance");
    thread.setDaemon(true);
    return thread;
  }
}
