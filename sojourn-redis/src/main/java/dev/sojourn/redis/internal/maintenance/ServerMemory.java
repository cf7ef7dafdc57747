package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.PrimaryNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The memory of one server, as {@code INFO memory} says.
 *
 * @param fields its fields
 */
record ServerMemory(Map<String, String> fields) {

  static CompletionStage<ServerMemory> of(PrimaryNode primary) {
    return primary.info("memory").thenApply(ServerMemory::new);
  }

  /** The memory in use, in bytes. */
  long used() {
    return number("used_memory").orElse(0L);
  }

  /** The limit in bytes; empty when there is none. */
  Optional<Long> most() {
    return number("maxmemory").filter(limit -> limit > 0);
  }

  /** The policy by which the server may evict keys before they expire; empty if it never does. */
  Optional<String> evictionPolicy() {
    return Optional.ofNullable(fields.get("maxmemory_policy"))
        .filter(policy -> most().isPresent() && !policy.equals("noeviction"));
  }

  private Optional<Long> number(String name) {
    return Optional.ofNullable(fields.get(name))
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::parseLong);
  }
}
