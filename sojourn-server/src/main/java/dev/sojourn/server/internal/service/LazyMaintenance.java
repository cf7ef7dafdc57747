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
 * What looks after sessions, connected when it is first needed: a service that nobody asks for it
 * has no connection and needs no right for it. What could not be connected is tried again by the
 * next who asks. Thread-safe.
 */
public final class LazyMaintenance implements SessionMaintenance {

  private final Supplier<SessionMaintenance> connect;
  private final ExecutorService connecting =
      Executors.newSingleThreadExecutor(LazyMaintenance::thread);
  private Optional<CompletableFuture<SessionMaintenance>> connected = Optional.empty();

  /** Connects that way, on a thread of its own. */
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
  @SuppressWarnings("FutureReturnValueIgnored") // what could not be connected need not be closed
  public synchronized void close() {
    connecting.shutdown();
    connected.ifPresent(care -> care.thenAccept(SessionMaintenance::close));
  }

  private <T> CompletionStage<T> with(Function<SessionMaintenance, CompletionStage<T>> question) {
    return connection().thenCompose(question);
  }

  private synchronized CompletableFuture<SessionMaintenance> connection() {
    if (connecting.isShutdown()) {
      return connected.orElseGet(
          () -> failedFuture(new StoreUnavailable("the service is stopping", null)));
    }
    CompletableFuture<SessionMaintenance> care =
        connected
            .filter(known -> !known.isCompletedExceptionally())
            .orElseGet(() -> CompletableFuture.supplyAsync(connect, connecting));
    connected = Optional.of(care);
    return care;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sojourn-maintenance");
    thread.setDaemon(true);
    return thread;
  }
}
