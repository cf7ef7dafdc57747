package dev.sojourn.testkit.random;

import dev.sojourn.SecretHash;
import dev.sojourn.spi.Secrets;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/** Secrets identified by a number. */
final class NumberedSecrets {

  private NumberedSecrets() {}

  static SecretHash secret(int number) {
    byte[] bytes = ByteBuffer.allocate(32).putInt(number).array();
    return new SecretHash(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  static int number(SecretHash secret) {
    return ByteBuffer.wrap(Base64.getUrlDecoder().decode(secret.text())).getInt();
  }

  /** The secrets of a session, without the time at which one was replaced. */
  static String text(Secrets secrets) {
    return "secret %d, pending %s, siblings %s, replaced %s"
        .formatted(
            number(secrets.current()),
            numbers(secrets.pending()),
            numbers(secrets.siblings()),
            numbers(secrets.replaced().map(Secrets.Replaced::hash).stream().toList()));
  }

  private static List<Integer> numbers(List<SecretHash> secrets) {
    return secrets.stream().map(NumberedSecrets::number).toList();
  }
}
