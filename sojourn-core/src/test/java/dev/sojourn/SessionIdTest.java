package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionIdTest {

  private static final String PLAIN = "AAECAwQFBgcICQoLDA0ODw";
  private static final String SLOTTED = "A-_9~" + PLAIN;

  private final SecureRandom random = new SecureRandom();

  @Test
  void aPlainIdIs22CharactersWithoutATag() {
    SessionId id = SessionId.random(random);
    assertThat(id.value()).matches("[A-Za-z0-9_-]{22}");
    assertThat(id.tag()).isEmpty();
    assertThat(id.randomPart()).isEqualTo(id.value());
  }

  @Test
  void aSlottedIdCarriesTheTagOfItsSlot() {
    SessionId id = SessionId.random("A-_9", random);
    assertThat(id.value()).matches("A-_9~[A-Za-z0-9_-]{22}");
    assertThat(id.tag()).contains("A-_9");
    assertThat(id.randomPart()).isEqualTo(id.value().substring(5));
  }

  @Test
  void anIdIsReadBackAsItWasWritten() {
    for (int i = 0; i < 1000; i++) {
      SessionId plain = SessionId.random(random);
      SessionId slotted = SessionId.random("abcd", random);
      assertThat(SessionId.parse(plain.value())).contains(plain);
      assertThat(SessionId.parse(slotted.value())).contains(slotted);
    }
  }

  @Test
  void anIdShowsItselfForItIsNoSecret() {
    assertThat(new SessionId(PLAIN)).hasToString(PLAIN);
    assertThat(new SessionId(SLOTTED)).hasToString(SLOTTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "~",
        "A",
        "AAECAwQFBgcICQoLDA0OD",
        "AAECAwQFBgcICQoLDA0ODwA",
        "AAECAwQFBgcICQoLDA0ODx",
        "AAECAwQFBgcICQoLDA0OD=",
        "AAECAwQFBgcICQoLDA0O w",
        "AAEC+wQFBgcICQoLDA0ODw",
        "AAEC/wQFBgcICQoLDA0ODw",
        "AAECéwQFBgcICQoLDA0ODw",
        "AAEC\u0000wQFBgcICQoLDA0ODw",
        "A-_9~",
        "A-_9~AAECAwQFBgcICQoLDA0OD",
        "A-_9~AAECAwQFBgcICQoLDA0ODx",
        "A-_~AAECAwQFBgcICQoLDA0ODw",
        "A-_99~AAECAwQFBgcICQoLDA0ODw",
        "~AAECAwQFBgcICQoLDA0ODw",
        "A-{9~AAECAwQFBgcICQoLDA0ODw",
        "A-_9~A-_9~AAECAwQFBgcICQoLDA0ODw",
        "AAEC~wQFBgcICQoLDA0ODw",
        "../../../../etc/passwd"
      })
  void whatIsNoIdIsRefused(String text) {
    assertThat(SessionId.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new SessionId(text));
  }

  /**
   * 16 bytes are 21 characters and two bits, so four values of the last character are canonical.
   */
  @Test
  void ofTheLastCharacterOnlyFourAreCanonical() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    assertThat(
            alphabet
                .chars()
                .filter(c -> SessionId.parse(PLAIN.substring(0, 21) + (char) c).isPresent())
                .mapToObj(c -> (char) c))
        .containsExactly('A', 'Q', 'g', 'w');
  }
}
