package dev.sojourn.redis.care;

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
record Portion(String index, String user, List<String> ids) {

  /** Those of its ids. */
  Portion only(Predicate<String> which) {
    return new Portion(index, user, ids.stream().filter(which).toList());
  }

  /** This in portions of at most so many ids. */
  private List<Portion> split(int most) {
    List<Portion> parts = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += most) {
      parts.add(new Portion(index, user, ids.subList(from, Math.min(from + most, ids.size()))));
    }
    return parts;
  }

  /** Groups of portions, each of at most so many ids. */
  static List<List<Portion>> grouped(List<Portion> portions, int most) {
    List<List<Portion>> groups = new ArrayList<>();
    int room = 0;
    for (Portion portion : portions.stream().flatMap(p -> p.split(most).stream()).toList()) {
      if (portion.ids().size() > room) {
        groups.add(new ArrayList<>());
        room = most;
      }
      groups.get(groups.size() - 1).add(portion);
      room -= portion.ids().size();
    }
    return groups;
  }
}
