package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.connection.ScriptResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Ids whose session is gone. Looking is cheap and proves nothing for later: whoever removes has
 * each looked at again, in the step that removes it.
 */
final class StaleIds {

  private final BatchCommands batch;
  private final MaintenanceKeys keys;

  StaleIds(BatchCommands batch, MaintenanceKeys keys) {
    this.batch = batch;
    this.keys = keys;
  }

  /** Of these portions what is gone at this moment; not those of which nothing is. */
  CompletionStage<List<IdBatch>> among(List<IdBatch> portions) {
    List<List<String>> sessions =
        portions.stream()
            .flatMap(idBatch -> keys.sessions(idBatch.user(), idBatch.ids()).stream())
            .map(List::of)
            .toList();
    return batch.existing(sessions).thenApply(there -> gone(portions, there.iterator()));
  }

  private static List<IdBatch> gone(List<IdBatch> portions, Iterator<Long> there) {
    return portions.stream()
        .map(idBatch -> idBatch.only(id -> there.next() == 0))
        .filter(idBatch -> !idBatch.ids().isEmpty())
        .toList();
  }

  /** Removes of these portions what is still gone, and answers how many that were. */
  CompletionStage<Long> removed(List<IdBatch> portions) {
    return batch
        .run(MaintenanceScripts.SWEEP, steps(portions).stream().map(this::call).toList())
        .thenApply(answers -> answers.stream().mapToLong(ScriptResult::status).sum());
  }

  /** A script takes the keys of one slot. */
  private List<List<IdBatch>> steps(List<IdBatch> portions) {
    return keys.isSlotted() ? portions.stream().map(List::of).toList() : List.of(portions);
  }

  private BatchCommands.ScriptCall call(List<IdBatch> portions) {
    List<String> all = new ArrayList<>();
    List<String> args = new ArrayList<>(List.of(Integer.toString(portions.size())));
    portions.forEach(idBatch -> all.add(idBatch.index()));
    for (IdBatch idBatch : portions) {
      all.addAll(keys.sessions(idBatch.user(), idBatch.ids()));
      args.add(Integer.toString(idBatch.ids().size()));
      args.addAll(idBatch.ids());
    }
    return new BatchCommands.ScriptCall(all, args);
  }
}
