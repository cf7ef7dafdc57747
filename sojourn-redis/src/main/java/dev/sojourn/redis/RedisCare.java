package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.care.CareCheck;
import dev.sojourn.redis.care.CareSettings;
import dev.sojourn.redis.care.Census;
import dev.sojourn.redis.care.Sweeps;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.SessionCare;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.spi.SweepStart;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks after sessions in Redis: sweeps and statistics, on a connection and threads of its own, as
 * a user who may walk over the keys, which sessions themselves never need. Thread-safe; one for an
 * application, closed with it.
 */
public final class RedisCare implements SessionCare {

  private final Wire wire;
  private final Sweeps sweeps;
  private final Census census;
  private final ExecutorService counting = Executors.newSingleThreadExecutor(RedisCare::thread);

  private RedisCare(Wire wire, Keyspace keys, CareSettings care) {
    this.wire = wire;
    this.sweeps = new Sweeps(wire, keys, care);
    this.census = new Census(wire, keys, sweeps);
  }

  /**
   * Connects, and looks first at what it may do. Of the settings it needs URI, keyspace, namespace
   * and command timeout.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do
   * @throws dev.sojourn.CareNotAllowed when it refuses what the jobs need
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisCare connect(RedisSettings settings) {
    return connect(settings, CareSettings.DEFAULT);
  }

  static RedisCare connect(RedisSettings settings, CareSettings care) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return Doors.open(
        settings,
        wire -> looked(wire, settings, keys).thenApply(fine -> new RedisCare(wire, keys, care)));
  }

  private static CompletionStage<Void> looked(Wire wire, RedisSettings settings, Keyspace keys) {
    return new ServerCheck(wire, settings)
        .suits()
        .thenCompose(fine -> new CareCheck(wire, keys).look());
  }

  @Override
  public CompletionStage<SweepStart> sweep(SweepRequest request) {
    return translated(sweeps.begin(request));
  }

  @Override
  public CompletionStage<Optional<SweepReport>> latestSweep() {
    return translated(sweeps.latest());
  }

  @Override
  public CompletionStage<Statistics> statistics() {
    return CompletableFuture.supplyAsync(census::take, counting);
  }

  @Override
  public void close() {
    sweeps.close();
    counting.shutdownNow();
    wire.close();
  }

  private static <T> CompletionStage<T> translated(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failure -> failedStage(RedisErrors.translated(failure)));
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sojourn-statistics");
    thread.setDaemon(true);
    return thread;
  }
}
