package dev.sojourn.redis.rig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sojourn.redis.LayoutName;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session as stored in Redis, to be damaged by a test; each byte is a Latin-1 character. A
 * document is split into members and the text between them, so that nothing else changes.
 */
public final class StoredRecord {

  private final RespClient admin;
  private final String key;
  private final LayoutName layout;
  private final Map<String, String> members;
  private final String text;

  private StoredRecord(
      RespClient admin, String key, LayoutName layout, Map<String, String> members, String text) {
    this.admin = admin;
    this.key = key;
    this.layout = layout;
    this.members = members;
    this.text = text;
  }

  public static StoredRecord of(RespClient admin, String key, LayoutName layout) {
    Map<String, String> members = new LinkedHashMap<>();
    if (layout == LayoutName.HASH) {
      List<?> all = (List<?>) Objects.requireNonNull(admin.callBytes(b("HGETALL"), b(key)));
      for (int i = 0; i < all.size(); i += 2) {
        members.put(latin1(all.get(i)), latin1(all.get(i + 1)));
      }
      return new StoredRecord(admin, key, layout, members, "");
    }
    String read = layout == LayoutName.JSON ? "JSON.GET" : "GET";
    return new StoredRecord(
        admin,
        key,
        layout,
        members,
        latin1(Objects.requireNonNull(admin.callBytes(b(read), b(key)))));
  }

  /** Writes the changed record, with its TTL. */
  public void changed(UnaryOperator<StoredRecord> change) {
    change.apply(this).write(admin.number("PTTL", key));
  }

  public String get(String name) {
    if (layout == LayoutName.HASH) {
      return members.getOrDefault(name, "");
    }
    Matcher member = member(name).matcher(text);
    return member.find() ? member.group(2).replace("\"", "") : "";
  }

  public StoredRecord without(String name) {
    if (layout != LayoutName.HASH) {
      return withText(member(name).matcher(text).replaceFirst("").replace("{,", "{"));
    }
    Map<String, String> fewer = new LinkedHashMap<>(members);
    fewer.remove(name);
    return new StoredRecord(admin, key, layout, fewer, text);
  }

  public StoredRecord with(String name, String value) {
    if (layout == LayoutName.HASH) {
      Map<String, String> other = new LinkedHashMap<>(members);
      other.put(name, value);
      return new StoredRecord(admin, key, layout, other, text);
    }
    Matcher member = member(name).matcher(text);
    String written = "\"" + name + "\":\"" + value + "\"";
    return withText(
        member.find()
            ? member.replaceFirst(Matcher.quoteReplacement(member.group(1) + written))
            : text.replaceFirst(",\"attributes\"", "," + written + ",\"attributes\""));
  }

  public StoredRecord withBytes(String name, byte[] value) {
    return with(name, new String(value, ISO_8859_1));
  }

  /** Replaces some bytes at random. */
  public StoredRecord scrambled(Random random) {
    if (layout != LayoutName.HASH) {
      return withText(scrambled(text, random));
    }
    List<String> names = List.copyOf(members.keySet());
    String name = names.get(random.nextInt(names.size()));
    return with(name, scrambled(members.get(name), random));
  }

  private static String scrambled(String text, Random random) {
    StringBuilder scrambled = new StringBuilder(text);
    for (int times = random.nextInt(4); times >= 0 && !text.isEmpty(); times--) {
      scrambled.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
    }
    return scrambled.toString();
  }

  /** Writes nothing if the JSON type refuses the text. */
  private void write(long ttlMillis) {
    if (layout == LayoutName.JSON) {
      try {
        admin.callBytes(b("JSON.SET"), b(key), b("$"), l(text));
      } catch (RespError e) {
        return;
      }
      admin.call("PEXPIRE", key, "" + ttlMillis);
      return;
    }
    admin.call("DEL", key);
    if (layout == LayoutName.HASH) {
      members.forEach((name, value) -> admin.callBytes(b("HSET"), b(key), l(name), l(value)));
    } else {
      admin.callBytes(b("SET"), b(key), l(text));
    }
    admin.call("PEXPIRE", key, "" + ttlMillis);
  }

  private StoredRecord withText(String other) {
    return new StoredRecord(admin, key, layout, members, other);
  }

  /** A member with the comma before it, anywhere in the document. */
  private static Pattern member(String name) {
    return Pattern.compile("(,?)\"" + name + "\":(\"[^\"]*\"|[0-9]+)");
  }

  private static String latin1(Object bytes) {
    return new String((byte[]) bytes, ISO_8859_1);
  }

  private static byte[] l(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }

  private static byte[] b(String text) {
    return text.getBytes(UTF_8);
  }
}
