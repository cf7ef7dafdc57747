package dev.sojourn.server.internal.tryout;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisSettings;

/**
 * Shell lines that show what the private Redis holds. {@code redis-cli} takes the password from the
 * environment, where ps does not show it; without it, curl sends the commands over telnet.
 */
final class InspectCommands {

  private final PrivateRedis redis;
  private final RedisSettings settings;
  private final boolean hasClient;

  /**
   * The commands for one Redis.
   *
   * @param redis the private Redis
   * @param settings the settings of the store
   * @param path where {@code redis-cli} may be installed
   */
  InspectCommands(PrivateRedis redis, RedisSettings settings, SearchPath path) {
    this.redis = redis;
    this.settings = settings;
    this.hasClient = path.find("redis-cli").isPresent();
  }

  /** The line that lists all keys. */
  String keys() {
    return hasClient
        ? client("--scan")
        : wire("KEYS *")
            + "\n# The same with redis-cli, which is not installed here:\n# "
            + client("--scan");
  }

  /** The line that shows the session whose id is in the shell variable {@code ID}. */
  String session() {
    String read =
        switch (settings.layout()) {
          case HASH -> "hgetall";
          case STRING -> "get";
          case JSON -> "json.get";
        };
    return hasClient ? client(read + " \"" + key() + '"') : wire(read + ' ' + key());
  }

  private String client(String command) {
    return "REDISCLI_AUTH=" + redis.password() + " redis-cli -p " + redis.port() + ' ' + command;
  }

  private String wire(String command) {
    return "printf \"AUTH "
        + redis.password()
        + "\\r\\n"
        + command
        + "\\r\\nQUIT\\r\\n\" | curl -s telnet://127.0.0.1:"
        + redis.port();
  }

  private String key() {
    String namespace = settings.namespace().isEmpty() ? "" : settings.namespace() + ':';
    String id = settings.keyspace() == KeyspaceName.SLOTTED ? "{${ID%%~*}}${ID#*~}" : "$ID";
    return namespace + "session:" + id;
  }
}
