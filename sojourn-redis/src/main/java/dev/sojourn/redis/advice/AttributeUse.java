package dev.sojourn.redis.advice;

import dev.sojourn.spi.SessionRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an attribute costs, and whether it changes.
 *
 * @param name its name
 * @param sessions how many sessions of the sample have it
 * @param bytes what it has in all of them, names and values as they are, neither short nor
 *     compressed
 * @param changed in how many sessions it was another when they were looked at again
 */
public record AttributeUse(String name, int sessions, long bytes, int changed) {

  /** Those of the sample, the dearest first. */
  static List<AttributeUse> of(
      Collection<SampledSession> sample, Map<String, SessionRecord> later) {
    Map<String, AttributeUse> uses = new TreeMap<>();
    for (SampledSession session : sample) {
      SessionRecord now = later.getOrDefault(session.key(), session.record());
      in(session.record(), now).forEach(use -> uses.merge(use.name(), use, AttributeUse::together));
    }
    return uses.values().stream()
        .sorted(Comparator.comparingLong(AttributeUse::bytes).reversed())
        .toList();
  }

  /** The share of bytes among those of all attributes, of 1. */
  public double shareOf(List<AttributeUse> all) {
    return (double) bytes / Math.max(1, all.stream().mapToLong(AttributeUse::bytes).sum());
  }

  private static List<AttributeUse> in(SessionRecord before, SessionRecord now) {
    Map<String, Integer> bytes = new HashMap<>();
    before.attributes().forEach((name, value) -> bytes.put(name, name.length() + value.bytes()));
    now.attributes().keySet().forEach(name -> bytes.putIfAbsent(name, 0));
    List<AttributeUse> uses = new ArrayList<>();
    bytes.forEach(
        (name, size) ->
            uses.add(new AttributeUse(name, size == 0 ? 0 : 1, size, changed(name, before, now))));
    return uses;
  }

  private static int changed(String name, SessionRecord before, SessionRecord now) {
    return Objects.equals(before.attributes().get(name), now.attributes().get(name)) ? 0 : 1;
  }

  private AttributeUse together(AttributeUse other) {
    return new AttributeUse(
        name, sessions + other.sessions, bytes + other.bytes, changed + other.changed);
  }
}
