package dev.sojourn.testkit.random;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Shrinks a failing sequence: leaves out half of it, then quarters, finally single steps, as long
 * as it still fails (after Zeller's delta debugging). Stops after a number of tries, because each
 * may involve a server.
 */
final class Shrinker {

  private static final int TRIES = 500;

  private int tries;

  private Shrinker() {}

  static <S> List<S> shortest(List<S> failing, Predicate<List<S>> fails) {
    Shrinker shrinker = new Shrinker();
    List<S> shortest = failing;
    int chunk = Math.max(1, failing.size() / 2);
    while (chunk > 0) {
      List<S> shorter = shrinker.withoutChunks(shortest, chunk, fails);
      // Repeat single steps until none can be left out: one removal may allow another.
      boolean again = chunk == 1 && shorter.size() < shortest.size();
      chunk = again ? 1 : chunk / 2;
      shortest = shorter;
    }
    return shortest;
  }

  private <S> List<S> withoutChunks(List<S> failing, int chunk, Predicate<List<S>> fails) {
    List<S> shortest = failing;
    int at = 0;
    while (at < shortest.size() && tries < TRIES) {
      tries++;
      List<S> shorter = without(shortest, at, Math.min(at + chunk, shortest.size()));
      if (fails.test(shorter)) {
        shortest = shorter;
      } else {
        at += chunk;
      }
    }
    return shortest;
  }

  private static <S> List<S> without(List<S> steps, int from, int to) {
    return Stream.concat(steps.subList(0, from).stream(), steps.subList(to, steps.size()).stream())
        .toList();
  }
}
