package dev.sojourn.redis.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server says of itself in its answer to {@code HELLO}.
 *
 * @param server {@code redis} or {@code valkey}
 * @param version like {@code 7.0.15}
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 * @param role {@code master} or {@code replica}
 */
public record ServerFacts(String server, String version, String mode, String role) {

  /** Whether the server is a node of a Cluster. */
  public boolean isCluster() {
    return mode.equals("cluster");
  }

  /** Whether the server is a primary, and not a replica of one. */
  public boolean isPrimary() {
    return role.equals("master") || role.equals("primary");
  }

  /** Of names and values in turn, some of which are no text. */
  static ServerFacts of(List<?> namesAndValues) {
    Map<String, String> facts = new HashMap<>();
    for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
      facts.put(text(namesAndValues.get(i)), text(namesAndValues.get(i + 1)));
    }
    return new ServerFacts(
        facts.getOrDefault("server", "redis"),
        facts.getOrDefault("version", "0.0"),
        facts.getOrDefault("mode", "standalone"),
        facts.getOrDefault("role", "master"));
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : value.toString();
  }
}
