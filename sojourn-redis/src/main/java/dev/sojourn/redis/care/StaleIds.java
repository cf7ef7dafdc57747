package dev.sojourn.redis.care;

import dev.sojourn.redis.wire.Bulk;
import dev.sojourn.redis.wire.Evaluated;
import dev.sojourn.redis.wire.Wire;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Ids whose session is gone. Looking is cheap and proves nothing for later: whoever removes has
 * each looked at again, in the step that removes it.
 */
final class StaleIds {

  private final Bulk bulk;
  private final CareKeys keys;

  StaleIds(Wire wire, CareKeys keys) {
    this.bulk = wire.bulk();
    this.keys = keys;
  }

  /** Of these portions what is gone at this moment; not those of which nothing is. */
  CompletionStage<List<Portion>> among(List<Portion> portions) {
    List<List<String>> sessions =
        portions.stream()
            .flatMap(portion -> keys.sessions(portion.user(), portion.ids()).stream())
            .map(List::of)
            .toList();
    return bulk.existing(sessions).thenApply(there -> gone(portions, there.iterator()));
  }

  private static List<Portion> gone(List<Portion> portions, Iterator<Long> there) {
    return portions.stream()
        .map(portion -> portion.only(id -> there.next() == 0))
        .filter(portion -> !portion.ids().isEmpty())
        .toList();
  }

  /** Removes of these portions what is still gone, and answers how many that were. */
  CompletionStage<Long> removed(List<Portion> portions) {
    return bulk.run(CareScripts.SWEEP, steps(portions).stream().map(this::call).toList())
        .thenApply(answers -> answers.stream().mapToLong(Evaluated::status).sum());
  }

  /** A script takes the keys of one slot. */
  private List<List<Portion>> steps(List<Portion> portions) {
    return keys.isSlotted() ? portions.stream().map(List::of).toList() : List.of(portions);
  }

  private Bulk.Call call(List<Portion> portions) {
    List<String> all = new ArrayList<>();
    List<String> args = new ArrayList<>(List.of(Integer.toString(portions.size())));
    portions.forEach(portion -> all.add(portion.index()));
    for (Portion portion : portions) {
      all.addAll(keys.sessions(portion.user(), portion.ids()));
      args.add(Integer.toString(portion.ids().size()));
      args.addAll(portion.ids());
    }
    return new Bulk.Call(all, args);
  }
}
