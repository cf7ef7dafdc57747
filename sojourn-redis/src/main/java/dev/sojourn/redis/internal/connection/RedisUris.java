package dev.sojourn.redis.internal.connection;

import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;

/** Parses Redis URIs. They may contain passwords, so no message repeats one. */
final class RedisUris {

  private static final String CLUSTER = "redis-cluster://";

  private RedisUris() {}

  /** The servers in a URI: one, or the seed nodes of a Cluster. */
  static List<RedisURI> parse(String uri) {
    try {
      return uri.startsWith(CLUSTER) ? nodes(uri.substring(CLUSTER.length())) : List.of(one(uri));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the Redis URI must be redis://, rediss:// or redis-sentinel://, or"
              + " redis-cluster://host:port,host:port");
    }
  }

  private static RedisURI one(String uri) {
    return RedisURI.create(uri);
  }

  private static List<RedisURI> nodes(String rest) {
    int at = rest.lastIndexOf('@');
    String login = rest.substring(0, at + 1);
    List<RedisURI> nodes = new ArrayList<>();
    for (String node : rest.substring(at + 1).split(",", -1)) {
      nodes.add(one("redis://" + login + node));
    }
    return nodes;
  }
}
