package dev.sojourn.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SecretHash;
import dev.sojourn.spi.Secrets.Replaced;
import dev.sojourn.spi.Secrets.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecretsTest {

  private static final SecretHash FIRST = hash('A');
  private static final SecretHash SECOND = hash('B');
  private static final SecretHash THIRD = hash('C');
  private static final SecretHash FOURTH = hash('D');
  private static final SecretHash STRANGE = hash('Z');
  private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant UNTIL = NOW.plusSeconds(30);

  @Test
  void aNewSessionKnowsOneSecret() {
    Secrets secrets = Secrets.of(FIRST);
    assertThat(secrets.standing(FIRST)).isEqualTo(Standing.CURRENT);
    assertThat(secrets.standing(STRANGE)).isEqualTo(Standing.UNKNOWN);
    assertThat(secrets.accepts(FIRST, NOW)).isTrue();
    assertThat(secrets.accepts(STRANGE, NOW)).isFalse();
  }

  @Test
  void aRotationLeavesTheCurrentOne() {
    Secrets secrets = rotated(Secrets.of(FIRST), FIRST, SECOND);
    assertThat(secrets).isEqualTo(new Secrets(FIRST, List.of(SECOND), List.of(), none()));
    assertThat(secrets.standing(SECOND)).isEqualTo(Standing.PENDING);
    assertThat(secrets.accepts(FIRST, Instant.MAX)).isTrue();
    assertThat(secrets.accepts(SECOND, Instant.MAX)).isTrue();
  }

  @Test
  void theFirstShownIsCurrentAndTheOthersAreItsSiblings() {
    Secrets secrets =
        rotated(rotated(Secrets.of(FIRST), FIRST, SECOND), FIRST, THIRD).promoted(THIRD, UNTIL);

    assertThat(secrets).isEqualTo(new Secrets(THIRD, List.of(), List.of(SECOND), replaced(FIRST)));
    assertThat(secrets.standing(SECOND)).isEqualTo(Standing.SIBLING);
    assertThat(secrets.accepts(SECOND, Instant.MAX)).isTrue();
  }

  @Test
  void aReplacedOneIsGoodUntilTheLastMomentOfItsGrace() {
    Secrets secrets = new Secrets(SECOND, List.of(), List.of(), replaced(FIRST));
    assertThat(secrets.standing(FIRST)).isEqualTo(Standing.REPLACED);
    assertThat(secrets.accepts(FIRST, NOW)).isTrue();
    assertThat(secrets.accepts(FIRST, UNTIL)).isTrue();
    assertThat(secrets.accepts(FIRST, UNTIL.plusMillis(1))).isFalse();
  }

  @Test
  void theNextRotationEndsTheSiblings() {
    Secrets secrets = new Secrets(SECOND, List.of(), List.of(THIRD), replaced(FIRST));
    assertThat(rotated(secrets, SECOND, FOURTH))
        .isEqualTo(new Secrets(SECOND, List.of(FOURTH), List.of(), replaced(FIRST)));
  }

  @Test
  void aReplacedOneThatAsksEndsNoSibling() {
    Secrets secrets = new Secrets(SECOND, List.of(), List.of(THIRD), replaced(FIRST));
    assertThat(rotated(secrets, FIRST, FOURTH))
        .isEqualTo(new Secrets(SECOND, List.of(FOURTH), List.of(THIRD), replaced(FIRST)));
  }

  @Test
  void aPendingOneThatAsksIsMadeCurrentFirst() {
    Secrets secrets = new Secrets(FIRST, List.of(SECOND), List.of(), none());
    assertThat(rotated(secrets, SECOND, THIRD))
        .isEqualTo(new Secrets(SECOND, List.of(THIRD), List.of(), replaced(FIRST)));
  }

  @Test
  void aSiblingThatAsksIsMadeCurrentFirst() {
    Secrets secrets = new Secrets(SECOND, List.of(), List.of(THIRD), replaced(FIRST));
    assertThat(rotated(secrets, THIRD, FOURTH))
        .isEqualTo(new Secrets(THIRD, List.of(FOURTH), List.of(), replaced(SECOND)));
  }

  @Test
  void aSecretOlderThanOneRotationIsUnknown() {
    Secrets secrets =
        rotated(new Secrets(SECOND, List.of(), List.of(), replaced(FIRST)), SECOND, THIRD)
            .promoted(THIRD, UNTIL);
    assertThat(secrets.standing(FIRST)).isEqualTo(Standing.UNKNOWN);
    assertThat(secrets.standing(SECOND)).isEqualTo(Standing.REPLACED);
  }

  @Test
  void noMoreThanFourMayBePending() {
    List<SecretHash> four = List.of(hash('E'), hash('F'), hash('G'), hash('H'));
    Secrets full = new Secrets(FIRST, four, List.of(), replaced(SECOND));

    assertThat(full.rotated(FIRST, THIRD, NOW)).isEmpty();
    assertThat(full.rotated(SECOND, THIRD, NOW)).isEmpty();
    assertThat(full.rotated(hash('G'), THIRD, NOW)).isPresent();
    assertThat(rotated(withPending(four.subList(0, 3)), FIRST, THIRD).pending()).hasSize(4);
  }

  @Test
  void theListsAreCopies() {
    List<SecretHash> mine = new ArrayList<>(List.of(SECOND));
    Secrets secrets = new Secrets(FIRST, mine, mine, none());
    mine.clear();
    assertThat(secrets.pending()).containsExactly(SECOND);
    assertThat(secrets.siblings()).containsExactly(SECOND);
  }

  @Test
  void secretsAreNotShown() {
    assertThat(rotated(Secrets.of(FIRST), FIRST, SECOND)).hasToString("Secrets[…]");
    assertThat(replaced(FIRST).toString()).doesNotContain(FIRST.text());
  }

  private static Secrets rotated(Secrets secrets, SecretHash shown, SecretHash next) {
    return secrets.rotated(shown, next, UNTIL).orElseThrow();
  }

  private static Secrets withPending(List<SecretHash> pending) {
    return new Secrets(FIRST, pending, List.of(), Optional.empty());
  }

  private static Optional<Replaced> replaced(SecretHash hash) {
    return Optional.of(new Replaced(hash, UNTIL));
  }

  private static Optional<Replaced> none() {
    return Optional.empty();
  }

  private static SecretHash hash(char letter) {
    return new SecretHash(String.valueOf(letter).repeat(42) + "A");
  }
}
