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
 * Finds some sessions and asks about them, at the pace of the jobs. The first keys of a walk are as
 * good as any: they lie in the order of a hash that the server keyed at random. Blocks. Not
 * thread-safe.
 */
public final class KeySampling {

  /** Keys looked at for each session that is wanted next: many are others. */
  private static final int LOOKS = 2;

  /** Longer than any sample takes, also one that is looked at again. */
  private static final Duration MOST_TIME = Duration.ofDays(1);

  private final BulkAccess servers;
  private final MaintenanceKeys keys;
  private final RateLimiter rateLimiter;

  /** Of what that connection reaches. */
  public KeySampling(BulkAccess servers, MaintenanceKeys keys) {
    this.servers = servers;
    this.keys = keys;
    this.rateLimiter = new RateLimiter(MOST_TIME, new CountDownLatch(1), () -> {});
  }

  /**
   * The keys of some sessions, of each primary as many.
   *
   * @param most how many in all; fewer where there are not so many
   * @param progress is told how many there are so far
   * @throws dev.sojourn.StoreUnavailable when a server does not answer
   */
  public List<String> sessions(int most, IntConsumer progress) {
    List<PrimaryNode> primaries = RateLimiter.answer(servers.primaries());
    int each = (most + primaries.size() - 1) / primaries.size();
    Set<String> found = new LinkedHashSet<>();
    primaries.forEach(
        primary -> walk(primary, Math.min(most, found.size() + each), found, progress));
    return List.copyOf(found);
  }

  /**
   * What is answered about each key, in their order.
   *
   * @throws dev.sojourn.StoreUnavailable when a server does not answer
   */
  public <T> List<T> each(List<String> keys, Function<String, CompletionStage<T>> question) {
    List<T> answers = new ArrayList<>();
    while (answers.size() < keys.size()) {
      int from = answers.size();
      List<String> some = keys.subList(from, Math.min(from + rateLimiter.size(), keys.size()));
      answers.addAll(rateLimiter.work(() -> all(some, question)));
    }
    return answers;
  }

  private void walk(PrimaryNode primary, int until, Set<String> found, IntConsumer progress) {
    String cursor = ScanPage.BEGINNING;
    do {
      String at = cursor;
      rateLimiter.ask(primary::ping);
      ScanPage page =
          rateLimiter.work(
              () -> primary.keys(at, keys.sessionPattern(), LOOKS * rateLimiter.size()));
      page.found().stream()
          .filter(keys::isSession)
          .takeWhile(key -> found.size() < until)
          .forEach(found::add);
      progress.accept(found.size());
      cursor = page.next();
    } while (found.size() < until && !cursor.equals(ScanPage.BEGINNING));
  }

  private static <T> CompletionStage<List<T>> all(
      List<String> some, Function<String, CompletionStage<T>> question) {
    return BatchCommands.all(
        some.stream().map(key -> question.apply(key).toCompletableFuture()).toList());
  }
}
