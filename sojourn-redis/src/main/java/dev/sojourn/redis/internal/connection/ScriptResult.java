package dev.sojourn.redis.internal.connection;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a script answered: a status, and texts where it says more.
 *
 * @param status the number that it answered, or that its array begins with
 * @param texts the rest of its array
 */
public record ScriptResult(long status, List<String> texts) {

  static ScriptResult of(List<Object> reply) {
    return new ScriptResult((Long) reply.get(0), texts(reply.subList(1, reply.size())));
  }

  static List<String> texts(List<Object> reply) {
    return reply.stream().map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8)).toList();
  }
}
