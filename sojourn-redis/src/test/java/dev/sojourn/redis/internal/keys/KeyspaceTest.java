package dev.sojourn.redis.internal.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.testkit.DifficultUserIds;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are spelled as the design says, and no user id spells another one's. */
final class KeyspaceTest {

  private static final SessionId PLAIN_ID = new SessionId("AAAAAAAAAAAAAAAAAAAAAA");
  private static final SessionId TAGGED_ID = new SessionId("_e5D~AAAAAAAAAAAAAAAAAAAAAA");

  private final Keyspace plain = new Keyspace(KeyspaceName.PLAIN, "");
  private final Keyspace slotted = new Keyspace(KeyspaceName.SLOTTED, "");

  @Test
  void plainKeysAreThese() {
    assertThat(plain.session(PLAIN_ID)).contains("session:AAAAAAAAAAAAAAAAAAAAAA");
    assertThat(plain.index("ada")).isEqualTo("user:ada:sessions");
    assertThat(plain.channel()).isEqualTo("session:invalidate");
  }

  /** The tag is the first three bytes of the user's SHA-256, in base64url. */
  @Test
  void slottedKeysAreThese() {
    assertThat(slotted.index("ada")).isEqualTo("user:{_e5D}ada:sessions");
    assertThat(slotted.session(TAGGED_ID)).contains("session:{_e5D}AAAAAAAAAAAAAAAAAAAAAA");
    assertThat(slotted.channel()).isEqualTo("session:invalidate");
  }

  @Test
  void aKeyBesideASessionIsInItsSlotAndNoSessions() {
    String session = slotted.session(TAGGED_ID).orElseThrow();
    assertThat(slotted.beside(session)).startsWith("session:{_e5D}").isNotEqualTo(session);
    assertThat(slotted.isSession(slotted.beside(session))).isFalse();
    assertThat(slotted.besideAlike(session)).startsWith("session:{_e5D}").hasSameSizeAs(session);
    assertThat(slotted.isSession(slotted.besideAlike(session))).isFalse();
    String plainSession = plain.session(PLAIN_ID).orElseThrow();
    assertThat(plain.besideAlike(plainSession)).hasSameSizeAs(plainSession);
    assertThat(plain.isSession(plain.besideAlike(plainSession))).isFalse();
  }

  @Test
  void aNamespaceStandsBeforeKeysAndChannel() {
    Keyspace shop = new Keyspace(KeyspaceName.PLAIN, "shop");
    assertThat(shop.session(PLAIN_ID)).contains("shop:session:AAAAAAAAAAAAAAAAAAAAAA");
    assertThat(shop.index("ada")).isEqualTo("shop:user:ada:sessions");
    assertThat(shop.channel()).isEqualTo("shop:session:invalidate");
    assertThat(new Keyspace(KeyspaceName.SLOTTED, "shop").index("ada"))
        .isEqualTo("shop:user:{_e5D}ada:sessions");
  }

  /** An id of the other keyspace has no key here, so that no command is sent for it. */
  @Test
  void anIdThatTheKeyspaceNeverGaveHasNoKey() {
    assertThat(plain.session(TAGGED_ID)).isEmpty();
    assertThat(slotted.session(PLAIN_ID)).isEmpty();
  }

  @Test
  void aNewIdLiesInItsUsersSlot() {
    SecureRandom random = new SecureRandom();
    SessionId one = slotted.newId(Optional.of("ada"), random);
    SessionId other = slotted.newId(Optional.of("ada"), random);

    assertThat(one.tag()).contains("_e5D");
    assertThat(one).isNotEqualTo(other);
    assertThat(slotted.sameSlot(one, other)).isTrue();
    assertThat(slotted.sameSlot(one, slotted.newId(Optional.of("bob"), random))).isFalse();
    assertThat(plain.newId(Optional.of("ada"), random).tag()).isEmpty();
    assertThat(plain.sameSlot(PLAIN_ID, plain.newId(Optional.empty(), random))).isTrue();
  }

  @Test
  void theSweepsKeysLieInOneSlot() {
    assertThat(plain.sweeps().lease()).isEqualTo("sweep:lease");
    assertThat(plain.sweeps().latest()).isEqualTo("sweep:latest");
    assertThat(slotted.sweeps().lease()).isEqualTo("sweep:{sweep}lease");
    assertThat(slotted.sweeps().latest()).isEqualTo("sweep:{sweep}latest");
    assertThat(plain.indexPattern()).isEqualTo("user:*:sessions");
    assertThat(slotted.indexPattern()).isEqualTo("user:{*}*:sessions");
  }

  @ParameterizedTest
  @EnumSource(KeyspaceName.class)
  void anIndexTellsWhoseItIs(KeyspaceName name) {
    for (String namespace : List.of("", "shop")) {
      Keyspace keys = new Keyspace(name, namespace);
      assertThat(DifficultUserIds.ALL)
          .allSatisfy(user -> assertThat(keys.user(keys.index(user))).contains(user));
      SessionId id = keys.newId(Optional.of("ada"), new SecureRandom());
      assertThat(keys.isSession(keys.session(id).orElseThrow())).isTrue();
      assertThat(keys.isSession(keys.index("ada"))).isFalse();
      assertThat(keys.user(keys.session(id).orElseThrow())).isEmpty();
    }
  }

  /** Keys of somebody else that the pattern of indexes finds too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:user:ada:sessions", // of the namespace user
        "user:a b:sessions",
        "user:a%zz:sessions",
        "user:a%3:sessions",
        "user:a%3a:sessions",
        "user:%41da:sessions",
        "user:%FF:sessions",
        "user::sessions",
        "user:sessions",
        "user:{_e5D}ada:sessions",
        "user:{_e5D}bob:sessions",
        "user:{}ada:sessions",
        "user:{:sessions",
        "shop:user:ada:sessions",
        "session:AAAAAAAAAAAAAAAAAAAAAA:sessions"
      })
  void whatOnlyLooksLikeAnIndexIsNone(String key) {
    assertThat(plain.user(key)).isEmpty();
    assertThat(slotted.user(key.replace("{_e5D}ada", "ada"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session:",
        "session:invalidate",
        "session:AAAAAAAAAAAAAAAAAAAAAB",
        "session:AAAAAAAAAAAAAAAAAAAAAA:x",
        "session:{_e5D}AAAAAAAAAAAAAAAAAAAAAA~",
        "session:_e5D~AAAAAAAAAAAAAAAAAAAAAA",
        "x:session:AAAAAAAAAAAAAAAAAAAAAA"
      })
  void whatOnlyLooksLikeASessionIsNone(String key) {
    assertThat(plain.isSession(key)).isFalse();
    assertThat(slotted.isSession(key)).isFalse();
  }

  @Test
  void anAnonymousSessionsSlotIsRandom() {
    SecureRandom random = new SecureRandom();
    Set<Optional<String>> tags = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      tags.add(slotted.newId(Optional.empty(), random).tag());
    }
    assertThat(tags).hasSizeGreaterThan(90);
  }

  @ParameterizedTest
  @CsvSource({
    "ada.B-c_9~@+, ada.B-c_9~@+",
    "a:b, a%3Ab",
    "a%3Ab, a%253Ab",
    "{x}, %7Bx%7D",
    "*?[a], %2A%3F%5Ba%5D",
    "a b, a%20b",
    "é, %C3%A9",
    "😀, %F0%9F%98%80",
    "'a\r\nb', a%0D%0Ab",
    "a/b\\c, a%2Fb%5Cc"
  })
  void userIdsArePercentEncoded(String user, String encoded) {
    assertThat(plain.index(user)).isEqualTo("user:" + encoded + ":sessions");
  }

  @ParameterizedTest
  @EnumSource
  void noTwoUsersShareAKey(KeyspaceName name) {
    Keyspace keys = new Keyspace(name, "");
    Set<String> all = new HashSet<>();
    for (String user : DifficultUserIds.ALL) {
      String index = keys.index(user);
      assertThat(index).matches("user:(\\{[A-Za-z0-9_-]{4}})?[A-Za-z0-9._~@+%-]+:sessions");
      assertThat(all.add(index)).as(user).isTrue();
    }
  }

  @Test
  void whatAnIndexNamesIsFoundInItsUsersSlot() {
    assertThat(plain.session("ada", PLAIN_ID.value())).isEqualTo("session:" + PLAIN_ID);
    assertThat(slotted.session("ada", TAGGED_ID.value()))
        .isEqualTo("session:{_e5D}AAAAAAAAAAAAAAAAAAAAAA");
  }

  /** So that one script can hold it; there is nothing, and no id that is given reaches it. */
  @ParameterizedTest
  @CsvSource({"no id", "*", "'a:b'", "AAAA~AAAAAAAAAAAAAAAAAAAAAA", "session:invalidate"})
  void whatIsNoIdOfThatUserIsLookedForWhereNothingLies(String junk) {
    assertThat(slotted.session("ada", junk)).isEqualTo("session:{_e5D}!" + junk);
    assertThat(plain.session("ada", junk)).isEqualTo("session:!" + junk);
  }
}
