package dev.sojourn.rig.monitor;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The forms in which a secret may leak: as it is, in Base64 and in hex. */
final class SecretForms {

  private static final int SHOWN = 4;

  private SecretForms() {}

  /** The first secret that the text contains, truncated. */
  static Optional<String> find(Collection<String> secrets, String latin1) {
    String lowerCase = latin1.toLowerCase(Locale.ROOT);
    return secrets.stream()
        .filter(
            secret ->
                of(secret).anyMatch(latin1::contains) || hex(secret).anyMatch(lowerCase::contains))
        .map(secret -> secret.substring(0, Math.min(SHOWN, secret.length())) + "…")
        .findFirst();
  }

  private static Stream<String> of(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        new String(bytes, StandardCharsets.ISO_8859_1),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static Stream<String> hex(String secret) {
    return Stream.of(secret.getBytes(StandardCharsets.UTF_8), decoded(secret))
        .filter(bytes -> bytes.length > 0)
        .map(HexFormat.of()::formatHex);
  }

  /** The bytes that it encodes in Base64; empty if it is not Base64. */
  private static byte[] decoded(String secret) {
    try {
      return Base64.getUrlDecoder().decode(secret);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
