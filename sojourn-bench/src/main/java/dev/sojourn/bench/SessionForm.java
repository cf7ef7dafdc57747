package dev.sojourn.bench;

import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.server.RedisServer;
import java.time.Duration;

/** A measured form of sessions, with the goal for the bytes of Redis memory per session. */
enum SessionForm {
  HASH(LayoutName.HASH, NamingName.READABLE, CompressionName.NONE, 450, 450),
  HASH_COMPACT(LayoutName.HASH, NamingName.COMPACT, CompressionName.NONE, 400, 400),
  STRING(LayoutName.STRING, NamingName.READABLE, CompressionName.NONE, 560, 560),
  STRING_COMPACT(LayoutName.STRING, NamingName.COMPACT, CompressionName.NONE, 560, 560),
  /** With a trained dictionary. */
  STRING_COMPRESSED(LayoutName.STRING, NamingName.COMPACT, CompressionName.DEFLATE, 260, 220),
  JSON(LayoutName.JSON, NamingName.READABLE, CompressionName.NONE, 0, 0);

  private final LayoutName layout;
  private final NamingName naming;
  private final CompressionName compression;
  private final int goalOnRedis;
  private final int goalOnValkey;

  SessionForm(
      LayoutName layout,
      NamingName naming,
      CompressionName compression,
      int goalOnRedis,
      int goalOnValkey) {
    this.layout = layout;
    this.naming = naming;
    this.compression = compression;
    this.goalOnRedis = goalOnRedis;
    this.goalOnValkey = goalOnValkey;
  }

  boolean isCompressed() {
    return compression != CompressionName.NONE;
  }

  boolean isJson() {
    return layout == LayoutName.JSON;
  }

  int goal(RedisServer server) {
    return String.valueOf(server.call("INFO", "server")).contains("valkey")
        ? goalOnValkey
        : goalOnRedis;
  }

  /** The command that reads a session. */
  String readCommand() {
    return switch (layout) {
      case HASH -> "hgetall";
      case STRING -> "get";
      case JSON -> "json.get";
    };
  }

  /** With a long command timeout, because these settings are not used to measure speed. */
  RedisSettings settings(String uri) {
    return RedisSettings.of(uri)
        .withLayout(layout)
        .withNaming(naming)
        .withShortNames(Example.SHORT_NAMES)
        .withCompression(compression)
        .withCommandTimeout(Duration.ofSeconds(30));
  }
}
