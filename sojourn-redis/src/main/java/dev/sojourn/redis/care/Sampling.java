package dev.sojourn.redis.care;

import dev.sojourn.redis.wire.Bulk;
import dev.sojourn.redis.wire.Page;
import dev.sojourn.redis.wire.Primary;
import dev.sojourn.redis.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * Looks at some sessions of every primary, at a pace that leaves Redis to others. Keys lie in the
 * order of a hash that the server keyed at random, so the first ones are as good as any. Blocks.
 */
public final class Sampling {

  private static final Duration MOST_TIME = Duration.ofMinutes(10);
  private static final int LOOKS = 2;

  private final CareKeys keys;
  private final Pacing pacing =
      new Pacing(MOST_TIME, new CountDownLatch(1), () -> {}); // nobody closes it but its end

  private Sampling(CareKeys keys) {
    this.keys = keys;
  }

  /**
   * What is found of so many sessions at most.
   *
   * @param look what is asked of each key
   * @throws dev.sojourn.StoreUnavailable when a server does not answer
   */
  public static <T> List<T> of(
      Wire wire, CareKeys keys, int most, Function<String, CompletionStage<T>> look) {
    List<Primary> primaries = Pacing.answer(wire.primaries());
    List<T> found = new ArrayList<>();
    Sampling sampling = new Sampling(keys);
    for (Primary primary : primaries) {
      found.addAll(sampling.of(primary, Math.max(1, most / primaries.size()), look));
    }
    return found;
  }

  private <T> List<T> of(Primary primary, int most, Function<String, CompletionStage<T>> look) {
    List<T> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String cursor = Page.BEGINNING;
    do {
      String at = cursor;
      pacing.ask(primary::ping);
      Page page = pacing.work(() -> primary.keys(at, keys.sessionPattern(), LOOKS * pacing.size()));
      List<String> some =
          page.found().stream()
              .filter(keys::isSession)
              .filter(seen::add)
              .limit(most - found.size())
              .toList();
      found.addAll(looked(some, look));
      cursor = page.next();
      if (page.isLast()) {
        break;
      }
    } while (found.size() < most);
    return found;
  }

  private <T> List<T> looked(List<String> some, Function<String, CompletionStage<T>> look) {
    return pacing.work(
        () -> Bulk.all(some.stream().map(look).map(CompletionStage::toCompletableFuture).toList()));
  }
}
