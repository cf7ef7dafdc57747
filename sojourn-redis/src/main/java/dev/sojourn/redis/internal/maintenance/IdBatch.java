package dev.sojourn.redis.internal.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some ids of a user's index.
 *
 * @param index the index's key
 * @param user whose it is
 * @param ids some of what it names
 */
record IdBatch(String index, String user, List<String> ids) {

  /** Those of its ids. */
  IdBatch only(Predicate<String> which) {
    return new IdBatch(index, user, ids.stream().filter(which).toList());
  }

  /** This in portions of at most so many ids. */
  private List<IdBatch> split(int most) {
    List<IdBatch> parts = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += most) {
      parts.add(new IdBatch(index, user, ids.subList(from, Math.min(from + most, ids.size()))));
    }
    return parts;
  }

  /** Groups of portions, each of at most so many ids. */
  static List<List<IdBatch>> grouped(List<IdBatch> portions, int most) {
    List<List<IdBatch>> groups = new ArrayList<>();
    int room = 0;
    for (IdBatch idBatch : portions.stream().flatMap(p -> p.split(most).stream()).toList()) {
      if (idBatch.ids().size() > room) {
        groups.add(new ArrayList<>());
        room = most;
      }
      groups.get(groups.size() - 1).add(idBatch);
      room -= idBatch.ids().size();
    }
    return groups;
  }
}
