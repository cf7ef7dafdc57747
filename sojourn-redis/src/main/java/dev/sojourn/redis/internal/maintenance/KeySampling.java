package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.connection.BulkAccess;
import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.ScanPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Finds a sample of sessions and runs queries on them, throttled like the jobs ({@link
 * RateLimiter}). The first keys of a scan are a random sample: {@code SCAN} returns keys in the
 * order of a hash that the server seeds at random. Blocks. Not thread-safe.
 */
public final class KeySampling {

  /** How many keys to read per session of the next page: many keys are not sessions. */
  private static final int KEYS_PER_SESSION = 2;

  /** Longer than any sample takes, even one that is read twice. */
  private static final Duration TIME_LIMIT = Duration.ofDays(1);

  private final BulkAccess servers;
  private final MaintenanceKeys keys;
  private final RateLimiter rateLimiter;

  /** Samples the server behind that connection. */
  public KeySampling(BulkAccess servers, MaintenanceKeys keys) {
    this.servers = servers;
    this.keys = keys;
    this.rateLimiter = new RateLimiter(TIME_LIMIT, new CountDownLatch(1), () -> {});
  }

  /**
   * The keys of up to {@code max} sessions, the same number from each primary.
   *
   * @param max how many in all; fewer are returned where there are fewer
   * @param progress is called with the number found so far
   * @throws dev.sojourn.StoreUnavailable when a server does not answer
   */
  public List<String> sessions(int max, IntConsumer progress) {
    List<PrimaryNode> primaries = RateLimiter.await(servers.primaries());
    int each = (max + primaries.size() - 1) / primaries.size();
    Set<String> found = new LinkedHashSet<>();
    primaries.forEach(
        primary -> scan(primary, Math.min(max, found.size() + each), found, progress));
    return List.copyOf(found);
  }

  /**
   * Runs a query for each key, in batches; returns the results in the order of the keys.
   *
   * @throws dev.sojourn.StoreUnavailable when a server does not answer
   */
  public <T> List<T> each(List<String> keys, Function<String, CompletionStage<T>> query) {
    List<T> results = new ArrayList<>();
    while (results.size() < keys.size()) {
      int from = results.size();
      List<String> batch =
          keys.subList(from, Math.min(from + rateLimiter.batchSize(), keys.size()));
      results.addAll(rateLimiter.run(() -> all(batch, query)));
    }
    return results;
  }

  private void scan(PrimaryNode primary, int until, Set<String> found, IntConsumer progress) {
    String cursor = ScanPage.BEGINNING;
    do {
      String at = cursor;
      rateLimiter.ping(primary::ping);
      ScanPage page =
          rateLimiter.run(
              () ->
                  primary.keys(
                      at, keys.sessionPattern(), KEYS_PER_SESSION * rateLimiter.batchSize()));
      page.found().stream()
          .filter(keys::isSession)
          .takeWhile(key -> found.size() < until)
          .forEach(found::add);
      progress.accept(found.size());
      cursor = page.next();
    } while (found.size() < until && !cursor.equals(ScanPage.BEGINNING));
  }

  private static <T> CompletionStage<List<T>> all(
      List<String> batch, Function<String, CompletionStage<T>> query) {
    return BatchCommands.all(
        batch.stream().map(key -> query.apply(key).toCompletableFuture()).toList());
  }
}
