package dev.sojourn.redis.internal.connection;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server reports about itself in its reply to {@code HELLO}.
 *
 * @param server {@code redis} or {@code valkey}
 * @param version like {@code 7.0.15}
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 * @param role {@code master} or {@code replica}
 * @param modules the names of its modules
 */
public record ServerInfo(
    String server, String version, String mode, String role, Set<String> modules) {

  private static final String ROLE = "role";

  /** The names of the JSON module in Redis and in Valkey. */
  private static final Set<String> JSON = Set.of("ReJSON", "json");

  /**
   * Copies the names.
   *
   * @param server {@code redis} or {@code valkey}
   * @param version like {@code 7.0.15}
   * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
   * @param role {@code master} or {@code replica}
   * @param modules the names of its modules
   */
  public ServerInfo {
    modules = Set.copyOf(modules);
  }

  /** Whether the server is a node of a Cluster. */
  public boolean isCluster() {
    return mode.equals("cluster");
  }

  /** Whether the server is a primary, not a replica. */
  public boolean isPrimary() {
    return role.equals("master") || role.equals("primary");
  }

  /** Whether it has the JSON data type. */
  public boolean hasJson() {
    return modules.stream().anyMatch(JSON::contains);
  }

  /** Parses a reply: names and values in turn; not all values are text. */
  static ServerInfo of(List<?> namesAndValues) {
    Map<String, Object> all = pairs(namesAndValues);
    Map<String, String> fields = new HashMap<>();
    all.forEach((name, value) -> fields.put(name, text(value)));
    return new ServerInfo(
        fields.getOrDefault("server", "redis"),
        fields.getOrDefault("version", "0.0"),
        fields.getOrDefault("mode", "standalone"),
        fields.getOrDefault(ROLE, "master"),
        all.get("modules") instanceof List<?> modules ? names(modules) : Set.of());
  }

  /** Parses a reply; empty if it is not one to {@code HELLO}, which always contains a role. */
  static Optional<ServerInfo> ofHello(List<?> namesAndValues) {
    return pairs(namesAndValues).containsKey(ROLE)
        ? Optional.of(of(namesAndValues))
        : Optional.empty();
  }

  private static Set<String> names(List<?> modules) {
    return modules.stream()
        .filter(List.class::isInstance)
        .map(module -> text(pairs((List<?>) module).getOrDefault("name", "")))
        .collect(Collectors.toSet());
  }

  private static Map<String, Object> pairs(List<?> namesAndValues) {
    Map<String, Object> pairs = new HashMap<>();
    for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
      pairs.put(text(namesAndValues.get(i)), namesAndValues.get(i + 1));
    }
    return pairs;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }
}
