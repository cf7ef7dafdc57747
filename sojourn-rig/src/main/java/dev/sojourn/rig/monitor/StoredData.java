package dev.sojourn.rig.monitor;

import dev.sojourn.rig.resp.RespClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that lies in a server, byte by byte: each byte is a character of Latin-1, so that what
 * is no text can be searched too.
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

  /** Milliseconds left; below 0 as Redis says: -1 for no end, -2 for no such key. */
  long ttlMillis(String key) {
    return (Long) call("PTTL", key);
  }

  /** All of its value, whatever its type, in one text; empty where it has gone in the meantime. */
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

  /** The text that these bytes are in UTF-8. */
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
