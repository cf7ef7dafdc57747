package dev.sojourn.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sojourn.testkit.RespClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Everything in a server at an instant, to be put back as often as a test likes. */
final class Snapshot {

  private final RespClient admin;
  private final List<Entry> entries = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // only held, never compared
  private record Entry(String key, byte[] value, long ttlMillis) {}

  private Snapshot(RespClient admin) {
    this.admin = admin;
    for (String key : admin.texts("KEYS", "*")) {
      byte[] value = (byte[]) admin.callBytes(bytes("DUMP"), bytes(key));
      entries.add(new Entry(key, Objects.requireNonNull(value), admin.number("PTTL", key)));
    }
  }

  static Snapshot of(RespClient admin) {
    return new Snapshot(admin);
  }

  /** Makes the server what it was; TTLs begin anew. */
  void restore() {
    admin.call("FLUSHALL");
    for (Entry entry : entries) {
      admin.callBytes(bytes("RESTORE"), bytes(entry.key), bytes("" + entry.ttlMillis), entry.value);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
