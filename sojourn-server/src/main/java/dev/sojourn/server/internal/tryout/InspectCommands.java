package dev.sojourn.server.internal.tryout;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisSettings;

/**
 * The shell lines that look into the private Redis. Its own client takes the password from the
 * environment, where ps does not show it; without a client, curl shows what goes over the wire.
 */
final class InspectCommands {

  private final PrivateRedis redis;
  private final RedisSettings settings;
  private final boolean hasClient;

  /**
   * What to look into.
   *
   * @param redis the private Redis
   * @param settings how sessions lie there
   * @param path where {@code redis-cli} is, if it is installed
   */
  InspectCommands(PrivateRedis redis, RedisSettings settings, SearchPath path) {
    this.redis = redis;
    this.settings = settings;
    this.hasClient = path.find("redis-cli").isPresent();
  }

  /** Lists all keys. */
  String keys() {
    return hasClient
        ? client("--scan")
        : wire("KEYS *")
            + "\n# The same with redis-cli, which is not installed here:\n# "
            + client("--scan");
  }

  /** Shows the session whose id is in the shell variable {@code ID}. */
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
