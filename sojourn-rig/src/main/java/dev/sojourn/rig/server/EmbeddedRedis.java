package dev.sojourn.rig.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The Redis 7.0.15 inside {@code org.signal:embedded-redis} 0.9.1. Only its resource is used:
 * extracted into this JVM's private directory, and run only if its checksum is the known one.
 */
final class EmbeddedRedis {

  private static final String VERSION = "redis-server-7.0.15-";

  private static final Map<String, String> SHA256_BY_PLATFORM =
      Map.of(
          "linux-amd64", "c0cdeef856b3410fd99d6ec6fc6a20302e69059b00ce5d6abab7b3e5069ea91e",
          "linux-arm64", "d5c7ff117caf45d7dc2f59c1f956e1830438779947d66aa5647c2cdcc16eca50",
          "linux-386", "19106984e15b7e7ce22c9a3296fe6a5f85c43a72894144f98b1fb572b823a936",
          "darwin-amd64", "e22a3d9147802bba0724efb2e446c49e1e514e76ff8031bb6d44b8628400d8f3",
          "darwin-arm64", "07838a2eb6f5961c89d8e6f1f83482de355dfc6bb04e05bfb00ae1f137dee129");

  private EmbeddedRedis() {}

  static Optional<Path> program() {
    String platform =
        platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    return Optional.ofNullable(SHA256_BY_PLATFORM.get(platform))
        .map(sha256 -> extract(VERSION + platform, sha256));
  }

  /** {@code linux-amd64} for what Java calls Linux and amd64, or x86_64. */
  static String platform(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : os;
    String processor =
        switch (arch) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          case "i386", "i686", "x86" -> "386";
          default -> arch;
        };
    return system.toLowerCase(Locale.ROOT) + "-" + processor;
  }

  private static Path extract(String name, String sha256) {
    try (InputStream resource = EmbeddedRedis.class.getResourceAsStream("/" + name)) {
      if (resource == null) {
        throw new IllegalStateException("not on the class path: org.signal:embedded-redis 0.9.1");
      }
      return write(name, checked(name, resource.readAllBytes(), sha256));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot extract " + name, e);
    }
  }

  static byte[] checked(String name, byte[] program, String sha256) {
    String actual = Sha256.hex(program);
    if (!actual.equals(sha256)) {
      throw new IllegalStateException(name + " is not the one we know: its SHA-256 is " + actual);
    }
    return program;
  }

  private static Path write(String name, byte[] program) throws IOException {
    Path file = Files.write(Watchdog.newDirectory().resolve(name), program);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
