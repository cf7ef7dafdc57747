package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.script.ScriptResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Finds and removes stale ids: ids in an index whose session is gone. Finding is cheap but may be
 * outdated a moment later, so the script that removes an id checks again in the same step.
 */
final class StaleIds {

  private final BatchCommands batch;
  private final MaintenanceKeys keys;

  StaleIds(BatchCommands batch, MaintenanceKeys keys) {
    this.batch = batch;
    this.keys = keys;
  }

  /** The stale ids of these batches; a batch without any is left out. */
  CompletionStage<List<IdBatch>> find(List<IdBatch> batches) {
    List<List<String>> sessions =
        batches.stream()
            .flatMap(ids -> keys.sessions(ids.user(), ids.ids()).stream())
            .map(List::of)
            .toList();
    return batch.existing(sessions).thenApply(existing -> stale(batches, existing.iterator()));
  }

  private static List<IdBatch> stale(List<IdBatch> batches, Iterator<Long> existing) {
    return batches.stream()
        .map(ids -> ids.filter(id -> existing.next() == 0))
        .filter(ids -> !ids.ids().isEmpty())
        .toList();
  }

  /** Removes the ids that are still stale, and returns how many. */
  CompletionStage<Long> remove(List<IdBatch> batches) {
    return batch
        .run(MaintenanceScripts.SWEEP, bySlot(batches).stream().map(this::call).toList())
        .thenApply(answers -> answers.stream().mapToLong(ScriptResult::number).sum());
  }

  /** A script takes the keys of one slot. */
  private List<List<IdBatch>> bySlot(List<IdBatch> batches) {
    return keys.isSlotted() ? batches.stream().map(List::of).toList() : List.of(batches);
  }

  private BatchCommands.ScriptCall call(List<IdBatch> batches) {
    List<String> scriptKeys = new ArrayList<>();
    List<String> args = new ArrayList<>(List.of(Integer.toString(batches.size())));
    batches.forEach(ids -> scriptKeys.add(ids.index()));
    for (IdBatch ids : batches) {
      scriptKeys.addAll(keys.sessions(ids.user(), ids.ids()));
      args.add(Integer.toString(ids.ids().size()));
      args.addAll(ids.ids());
    }
    return new BatchCommands.ScriptCall(scriptKeys, args);
  }
}
