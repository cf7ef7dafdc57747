package dev.sojourn.redis.internal.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Session ids read from a user's index.
 *
 * @param index the key of the index
 * @param user whose index it is
 * @param ids some of the ids in it
 */
record IdBatch(String index, String user, List<String> ids) {

  /** The same batch with only the ids that match. */
  IdBatch filter(Predicate<String> condition) {
    return new IdBatch(index, user, ids.stream().filter(condition).toList());
  }

  /** This batch in parts of at most {@code maxIds} ids. */
  private List<IdBatch> split(int maxIds) {
    List<IdBatch> parts = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += maxIds) {
      parts.add(new IdBatch(index, user, ids.subList(from, Math.min(from + maxIds, ids.size()))));
    }
    return parts;
  }

  /** Splits and groups batches so that each group has at most {@code maxIds} ids. */
  static List<List<IdBatch>> group(List<IdBatch> batches, int maxIds) {
    List<List<IdBatch>> groups = new ArrayList<>();
    int room = 0;
    for (IdBatch batch : batches.stream().flatMap(b -> b.split(maxIds).stream()).toList()) {
      if (batch.ids().size() > room) {
        groups.add(new ArrayList<>());
        room = maxIds;
      }
      groups.get(groups.size() - 1).add(batch);
      room -= batch.ids().size();
    }
    return groups;
  }
}
