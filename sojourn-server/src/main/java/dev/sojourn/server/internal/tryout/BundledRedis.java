package dev.sojourn.server.internal.tryout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Redis 7.0.15 in Sojourn's jar: a static binary for each platform, from {@code
 * org.signal:embedded-redis} 0.9.1. It lacks the security fixes of later versions.
 */
enum BundledRedis {
  LINUX_AMD64("c0cdeef856b3410fd99d6ec6fc6a20302e69059b00ce5d6abab7b3e5069ea91e"),
  LINUX_ARM64("d5c7ff117caf45d7dc2f59c1f956e1830438779947d66aa5647c2cdcc16eca50"),
  DARWIN_AMD64("e22a3d9147802bba0724efb2e446c49e1e514e76ff8031bb6d44b8628400d8f3"),
  DARWIN_ARM64("07838a2eb6f5961c89d8e6f1f83482de355dfc6bb04e05bfb00ae1f137dee129");

  static final String VERSION = "7.0.15";

  private final String sha256;

  BundledRedis(String sha256) {
    this.sha256 = sha256;
  }

  /** The binary for a platform, given as in {@code os.name} and {@code os.arch}. */
  static Optional<BundledRedis> of(String osName, String osArch) {
    String name = (system(osName) + '_' + processor(osArch)).toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(binary -> binary.name().equals(name)).findFirst();
  }

  /**
   * Writes the binary to the directory, executable for its owner only.
   *
   * @throws CannotTryOut if it is missing or has the wrong checksum
   */
  Path extractTo(Path directory) {
    try {
      Path file = directory.resolve("redis-server");
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return Files.write(file, verified(bytes()));
    } catch (IOException e) {
      throw new CannotTryOut("the Redis in the jar cannot be copied to " + directory, e);
    }
  }

  /** The bytes in the jar, unverified. */
  byte[] bytes() throws IOException {
    try (InputStream in = BundledRedis.class.getResourceAsStream(resource())) {
      if (in == null) {
        throw new CannotTryOut("the jar has no " + resource(), null);
      }
      return in.readAllBytes();
    }
  }

  /**
   * Returns the bytes.
   *
   * @throws CannotTryOut if their checksum is wrong
   */
  byte[] verified(byte[] binary) {
    if (!HexFormat.of().formatHex(sha256(binary)).equals(sha256)) {
      throw new CannotTryOut("the Redis in the jar has the wrong checksum", null);
    }
    return binary;
  }

  private String resource() {
    return "/redis-server-" + VERSION + '-' + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String system(String osName) {
    return osName.startsWith("Mac") ? "darwin" : osName;
  }

  private static String processor(String osArch) {
    return switch (osArch) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> osArch;
    };
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
