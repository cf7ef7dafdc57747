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
 * How large an attribute is, and how often it changes.
 *
 * @param name the attribute's name
 * @param sessions number of sampled sessions that have it
 * @param bytes total bytes of its name and values in them, without short names or compression
 * @param changed number of sessions in which it changed between the two reads of the sample
 */
public record AttributeUse(String name, int sessions, long bytes, int changed) {

  /** The attributes of the sample, the largest first. */
  static List<AttributeUse> of(
      Collection<SampledSession> sample, Map<String, SessionRecord> later) {
    Map<String, AttributeUse> uses = new TreeMap<>();
    for (SampledSession session : sample) {
      SessionRecord now = later.getOrDefault(session.key(), session.record());
      in(session.record(), now).forEach(use -> uses.merge(use.name(), use, AttributeUse::plus));
    }
    return uses.values().stream()
        .sorted(Comparator.comparingLong(AttributeUse::bytes).reversed())
        .toList();
  }

  /** This attribute's share of the bytes of all attributes, 0 to 1. */
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

  private AttributeUse plus(AttributeUse other) {
    return new AttributeUse(
        name, sessions + other.sessions, bytes + other.bytes, changed + other.changed);
  }
}
