package dev.sojourn.redis.care;

import dev.sojourn.redis.wire.Bulk;
import dev.sojourn.redis.wire.Evaluated;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.SweepRequest.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds ids whose session is gone, and removes them in the same step, or only counts them. */
final class StaleIds {

  private final Bulk bulk;
  private final CareKeys keys;
  private final Kind kind;

  StaleIds(Wire wire, CareKeys keys, Kind kind) {
    this.bulk = wire.bulk();
    this.keys = keys;
    this.kind = kind;
  }

  /** How many of these were stale. */
  CompletionStage<Long> among(List<Portion> portions) {
    return kind == Kind.REMOVE ? removed(portions) : counted(portions);
  }

  private CompletionStage<Long> removed(List<Portion> portions) {
    List<Bulk.Call> calls =
        keys.isSlotted()
            ? portions.stream().map(portion -> call(List.of(portion))).toList()
            : List.of(call(portions));
    return bulk.run(CareScripts.SWEEP, calls)
        .thenApply(answers -> answers.stream().mapToLong(Evaluated::status).sum());
  }

  private Bulk.Call call(List<Portion> portions) {
    List<String> all = new ArrayList<>();
    List<String> args = new ArrayList<>();
    for (Portion portion : portions) {
      all.add(portion.index());
      all.addAll(keys.sessions(portion.user(), portion.ids()));
      args.add(Integer.toString(portion.ids().size()));
      args.addAll(portion.ids());
    }
    return new Bulk.Call(all, args);
  }

  private CompletionStage<Long> counted(List<Portion> portions) {
    int looked = portions.stream().mapToInt(portion -> portion.ids().size()).sum();
    return bulk.existing(portions.stream().map(p -> keys.sessions(p.user(), p.ids())).toList())
        .thenApply(there -> looked - there.stream().mapToLong(Long::longValue).sum());
  }
}
