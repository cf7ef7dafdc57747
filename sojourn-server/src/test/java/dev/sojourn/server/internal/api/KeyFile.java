package dev.sojourn.server.internal.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A key file with one key. */
public final class KeyFile {

  private KeyFile() {}

  /** A key with role {@code app}. */
  public static Path in(Path directory, String key) throws IOException {
    return in(directory, "app", key);
  }

  /** A key with these roles. */
  public static Path in(Path directory, String roles, String key) throws IOException {
    return Files.writeString(directory.resolve("keys"), "web " + roles + " " + hash(key) + "\n");
  }

  private static String hash(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
