package dev.sojourn.redis.care;

import dev.sojourn.redis.wire.Bulk;
import dev.sojourn.redis.wire.Page;
import dev.sojourn.redis.wire.Primary;
import dev.sojourn.redis.wire.Wire;
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
public final class Sampling {

  /** Keys looked at for each session that is wanted next: many are others. */
  private static final int LOOKS = 2;

  /** Longer than any sample takes, also one that is looked at again. */
  private static final Duration MOST_TIME = Duration.ofDays(1);

  private final Wire wire;
  private final CareKeys keys;
  private final Pacing pacing;

  /** Of what that connection reaches. */
  public Sampling(Wire wire, CareKeys keys) {
    this.wire = wire;
    this.keys = keys;
    this.pacing = new Pacing(MOST_TIME, new CountDownLatch(1), () -> {});
  }

  /**
   * The keys of some sessions, of each primary as many.
   *
   * @param most how many in all; fewer where there are not so many
   * @param progress is told how many there are so far
   * @throws dev.sojourn.StoreUnavailable when a server does not answer
   */
  public List<String> sessions(int most, IntConsumer progress) {
    List<Primary> primaries = Pacing.answer(wire.primaries());
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
      List<String> some = keys.subList(from, Math.min(from + pacing.size(), keys.size()));
      answers.addAll(pacing.work(() -> all(some, question)));
    }
    return answers;
  }

  private void walk(Primary primary, int until, Set<String> found, IntConsumer progress) {
    String cursor = Page.BEGINNING;
    do {
      String at = cursor;
      pacing.ask(primary::ping);
      Page page = pacing.work(() -> primary.keys(at, keys.sessionPattern(), LOOKS * pacing.size()));
      page.found().stream()
          .filter(keys::isSession)
          .takeWhile(key -> found.size() < until)
          .forEach(found::add);
      progress.accept(found.size());
      cursor = page.next();
    } while (found.size() < until && !cursor.equals(Page.BEGINNING));
  }

  private static <T> CompletionStage<List<T>> all(
      List<String> some, Function<String, CompletionStage<T>> question) {
    return Bulk.all(some.stream().map(key -> question.apply(key).toCompletableFuture()).toList());
  }
}
