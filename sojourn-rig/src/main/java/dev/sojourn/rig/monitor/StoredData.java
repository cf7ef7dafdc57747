package dev.sojourn.rig.monitor;

import dev.sojourn.rig.resp.RespClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All data of a server. Each byte is one Latin-1 character, so that binary data can be searched
 * too.
 */
final class StoredData {

  private final RespClient client;

  StoredData(RespClient client) {
    this.client = client;
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    String cursor = "0";
    do {
      List<?> page = (List<?>) call("SCAN", cursor, "COUNT", "1000");
      cursor = latin1(page.get(0));
      ((List<?>) page.get(1)).forEach(key -> keys.add(latin1(key)));
    } while (!cursor.equals("0"));
    return keys;
  }

  /** The time to live; as in Redis, -1 for none and -2 for no such key. */
  long ttlMillis(String key) {
    return (Long) call("PTTL", key);
  }

  /** The value of a key of any type as one text; empty if the key has gone. */
  String value(String key) {
    String type = latin1(call("TYPE", key));
    return switch (type) {
      case "string" -> latin1(call("GET", key));
      case "hash" -> latin1(call("HGETALL", key));
      case "set" -> latin1(call("SMEMBERS", key));
      case "list" -> latin1(call("LRANGE", key, "0", "-1"));
      case "zset" -> latin1(call("ZRANGE", key, "0", "-1"));
      case "ReJSON-RL" -> latin1(call("JSON.GET", key));
      case "none" -> "";
      default -> throw new AssertionError(readable(key) + " has a type without a reader: " + type);
    };
  }

  /** These bytes decoded as UTF-8. */
  static String readable(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private Object call(String... command) {
    Object reply =
        client.callBytes(
            Arrays.stream(command)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new));
    return reply == null ? "" : reply;
  }

  private static String latin1(@Nullable Object reply) {
    if (reply instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    if (reply instanceof List<?> list) {
      return list.stream().map(StoredData::latin1).collect(Collectors.joining("\n"));
    }
    return String.valueOf(reply);
  }
}
