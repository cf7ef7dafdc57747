package dev.sojourn.redis.internal.connection;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The result of a script: a status, and optional texts.
 *
 * @param status the number that it returned, or the first element of its array
 * @param texts the other elements of its array
 */
public record ScriptResult(long status, List<String> texts) {

  static ScriptResult of(List<Object> reply) {
    return new ScriptResult((Long) reply.get(0), texts(reply.subList(1, reply.size())));
  }

  static List<String> texts(List<Object> reply) {
    return reply.stream().map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8)).toList();
  }
}
