package dev.sojourn.redis.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.SessionRecord;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * Direct access to the data in Redis, as with {@code redis-cli}, bypassing the store. In a Cluster
 * each command goes to the node of its key.
 */
public final class Redis implements AutoCloseable {

  private static final Script SET_PACKED = Script.of("common", "head", "string", "set_packed");
  private static final Script GET_PACKED = Script.of("common", "head", "string", "get_packed");

  private final Setup setup;
  private final Map<RedisServer, RespClient> clients = new HashMap<>();

  public Redis(Setup setup) {
    this.setup = setup;
  }

  /** The servers: one, or the primaries of a Cluster. */
  public List<RedisServer> servers() {
    return setup.cluster()
        ? SharedServers.cluster(setup.kind()).primaries()
        : List.of(SharedServers.get(setup.kind()));
  }

  /** The server of a key. */
  public RedisServer serverOf(String key) {
    return setup.cluster()
        ? SharedServers.cluster(setup.kind()).primaryOf(key)
        : SharedServers.get(setup.kind());
  }

  /** A connection to the server of a key. */
  public RespClient at(String key) {
    return clients.computeIfAbsent(serverOf(key), RedisServer::connect);
  }

  /** Removes every key. */
  public void empty() {
    servers()
        .forEach(server -> clients.computeIfAbsent(server, RedisServer::connect).call("FLUSHALL"));
  }

  public boolean holds(String key) {
    return at(key).number("EXISTS", key) == 1;
  }

  /** The time to live of a key in milliseconds; -1 and -2 as in Redis. */
  public long ttl(String key) {
    return at(key).number("PTTL", key);
  }

  public void expireIn(String key, long millis) {
    at(key).call("PEXPIRE", key, "" + millis);
  }

  /** A dump of a key's value for comparisons, without its TTL. */
  public String image(String key) {
    Object dump = at(key).callBytes("DUMP".getBytes(UTF_8), key.getBytes(UTF_8));
    return dump == null ? "none" : Base64.getEncoder().encodeToString((byte[]) dump);
  }

  /** The members of a set, sorted. */
  public Set<String> members(String key) {
    return new TreeSet<>(at(key).texts("SMEMBERS", key));
  }

  /** The server's time in milliseconds. */
  public long time() {
    List<String> time = at("").texts("TIME");
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }

  /** Runs a script as the store does. */
  public Object run(Script script, List<String> keys, List<String> args) {
    List<String> command = new ArrayList<>(List.of("EVAL", script.text(), "" + keys.size()));
    command.addAll(keys);
    command.addAll(args);
    return at(keys.get(0)).call(command.toArray(String[]::new));
  }

  /** Sets a header field of a session in any layout; keeps the TTL. */
  public void set(String key, String name, Object value) {
    String member = setup.member(name);
    if (at(key).text("TYPE", key).equals("hash")) {
      at(key).call("HSET", key, member, "" + value);
      return;
    }
    if (isPacked(key)) {
      run(SET_PACKED, List.of(key), List.of(name, "" + value));
      return;
    }
    String text = value instanceof Number ? "" + value : "\"" + value + "\"";
    if (at(key).text("TYPE", key).equals("ReJSON-RL")) {
      at(key).call("JSON.SET", key, "$." + member, text);
      return;
    }
    String changed =
        at(key)
            .text("GET", key)
            .replaceFirst(
                "\"" + member + "\":(\"[^\"]*\"|[0-9]+)",
                Matcher.quoteReplacement("\"" + member + "\":" + text));
    at(key).call("SET", key, changed, "KEEPTTL");
  }

  /** Whether a session in any layout has a header field. */
  public boolean has(String key, String name) {
    if (isPacked(key)) {
      return run(GET_PACKED, List.of(key), List.of(name)) != null;
    }
    String member = setup.member(name);
    return at(key).text("TYPE", key).equals("hash")
        ? at(key).number("HEXISTS", key, member) == 1
        : document(key).contains("\"" + member + "\":");
  }

  private boolean isPacked(String key) {
    return at(key).text("TYPE", key).equals("string") && at(key).text("GET", key).startsWith("\3");
  }

  /** The document of a session in layout string or json. */
  public String document(String key) {
    return at(key).text(at(key).text("TYPE", key).equals("string") ? "GET" : "JSON.GET", key);
  }

  /** Makes a session older, as if that many milliseconds had passed. */
  public void age(String key, SessionRecord record, long millis) {
    set(key, "created_at", record.createdAt().toEpochMilli() - millis);
    set(key, "last_access", record.lastAccessAt().toEpochMilli() - millis);
    expireIn(key, ttl(key) - millis);
  }

  @Override
  public void close() {
    clients.values().forEach(RespClient::close);
  }
}
