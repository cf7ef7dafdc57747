package dev.sojourn.redis.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sojourn.rig.resp.RespClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** All data of a server at an instant, which a test can restore repeatedly. */
public final class Snapshot {

  private final RespClient admin;
  private final Map<String, byte[]> values = new HashMap<>();
  private final Map<String, Long> ttls = new HashMap<>();

  private Snapshot(RespClient admin) {
    this.admin = admin;
    for (String key : admin.texts("KEYS", "*")) {
      Object value = admin.callBytes(bytes("DUMP"), bytes(key));
      values.put(key, (byte[]) Objects.requireNonNull(value));
      ttls.put(key, admin.number("PTTL", key));
    }
  }

  public static Snapshot of(RespClient admin) {
    return new Snapshot(admin);
  }

  /** Restores the data; TTLs start anew. */
  public void restore() {
    admin.call("FLUSHALL");
    values.forEach(
        (key, value) ->
            admin.callBytes(bytes("RESTORE"), bytes(key), bytes("" + ttls.get(key)), value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
