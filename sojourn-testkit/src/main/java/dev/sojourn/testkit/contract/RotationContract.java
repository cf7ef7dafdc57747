package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.ContractTests.assertOpens;
import static dev.sojourn.testkit.contract.ContractTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SecretHash;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.Secrets;
import dev.sojourn.spi.Secrets.Standing;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rotation never logs a client out; a stolen secret ends the session. */
interface RotationContract extends ContractTests {

  @Test
  default void aNewSecretIsPendingUntilItIsShown() {
    TestClient client = Sample.of("ada").with("cart", "full").in(store());
    SessionRecord before = client.record();
    SecretHash next = Sample.newSecret();
    Rotation rotation = client.rotate(next);
    SessionRecord now = client.record();

    assertThat(rotation).isEqualTo(new Rotation.Pending(now));
    assertThat(now.secrets().current()).isEqualTo(client.secret());
    assertThat(now.secrets().pending()).containsExactly(next);
    assertThat(now).isEqualTo(before.withSecrets(now.secrets()));
  }

  @Test
  default void theCurrentSecretStaysCurrentUntilANewOneIsShown() {
    TestClient client = logIn("ada");
    client.rotated();
    advanceBeyondGrace();

    assertOpens(client);
    assertThat(standing(client)).isEqualTo(Standing.CURRENT);
  }

  @Test
  default void theFirstAccessThatShowsANewSecretMakesItCurrent() {
    TestClient old = logIn("ada");
    TestClient rotated = old.rotated();
    assertOpens(rotated);

    assertThat(standing(rotated)).isEqualTo(Standing.CURRENT);
    assertThat(standing(old)).isEqualTo(Standing.REPLACED);
    assertThat(rotated.record().version()).isZero();
  }

  @Test
  default void aPeekThatShowsANewSecretMakesItCurrentToo() {
    TestClient rotated = logIn("ada").rotated();
    assertThat(rotated.peek()).isInstanceOf(Live.class);

    assertThat(standing(rotated)).isEqualTo(Standing.CURRENT);
  }

  @Test
  default void aLostAnswerLogsNobodyOut() {
    TestClient client = logIn("ada");
    TestClient lost = client.rotated();
    TestClient again = client.rotated();

    assertOpens(client);
    assertOpens(again);
    assertOpens(client);
    assertThat(standing(lost)).isEqualTo(Standing.SIBLING);
    assertOpens(again.rotated());
  }

  @Test
  default void twoTabsThatRotateAtOnceBothStayIn() {
    TestClient client = logIn("ada");
    TestClient one = client.rotated();
    TestClient other = client.rotated();
    assertOpens(one);
    assertOpens(other);
    advanceBeyondGrace();

    assertOpens(one);
    assertOpens(other);
    assertThat(standing(one)).isEqualTo(Standing.CURRENT);
    assertThat(standing(other)).isEqualTo(Standing.SIBLING);
  }

  @Test
  default void theNextRotationEndsTheSiblings() {
    TestClient client = logIn("ada");
    TestClient one = client.rotated();
    TestClient other = client.rotated();
    assertOpens(one);
    TestClient next = one.rotated();

    assertRefused(other, Refusal.WRONG_SECRET);
    assertOpens(one);
    assertOpens(next);
  }

  @Test
  default void aSiblingThatRotatesBecomesCurrent() {
    TestClient client = logIn("ada");
    TestClient one = client.rotated();
    TestClient sibling = client.rotated();
    assertOpens(one);
    TestClient next = sibling.rotated();

    assertThat(standing(sibling)).isEqualTo(Standing.CURRENT);
    assertThat(standing(one)).isEqualTo(Standing.REPLACED);
    assertOpens(next);
    assertOpens(sibling);
  }

  @Test
  default void aNewSecretThatRotatesBecomesCurrent() {
    TestClient old = logIn("ada");
    TestClient pending = old.rotated();
    TestClient next = pending.rotated();

    assertThat(standing(pending)).isEqualTo(Standing.CURRENT);
    assertThat(standing(old)).isEqualTo(Standing.REPLACED);
    assertThat(standing(next)).isEqualTo(Standing.PENDING);
  }

  @Test
  default void aReplacedSecretIsGoodWithinItsGrace() {
    TestClient old = logIn("ada");
    TestClient rotated = old.rotated();
    assertOpens(rotated);
    subject().advance(subject().grace().dividedBy(3));

    assertOpens(old);
    assertThat(old.peek()).isInstanceOf(Live.class);
    assertThat(standing(old)).isEqualTo(Standing.REPLACED);
    assertOpens(rotated);
  }

  @Test
  default void aReplacedSecretThatRotatesWithinItsGraceEndsNoSibling() {
    TestClient old = logIn("ada");
    TestClient one = old.rotated();
    TestClient sibling = old.rotated();
    assertOpens(one);
    subject().advance(subject().grace().dividedBy(3));
    TestClient late = old.rotated();

    assertOpens(sibling);
    assertOpens(one);
    assertOpens(late);
  }

  @Test
  default void aStolenSecretEndsTheSession() {
    TestClient stolen = logIn("ada");
    TestClient rotated = stolen.rotated();
    assertOpens(rotated);
    advanceBeyondGrace();

    assertRefused(stolen, Refusal.STOLEN);
    assertRefused(rotated, Refusal.UNKNOWN);
    assertRefused(stolen, Refusal.UNKNOWN);
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void aStolenSecretEndsTheSessionWithAPeekToo() {
    TestClient stolen = logIn("ada");
    TestClient rotated = stolen.rotated();
    assertOpens(rotated);
    advanceBeyondGrace();

    assertThat(stolen.peek()).isEqualTo(new Refused(Refusal.STOLEN));
    assertRefused(rotated, Refusal.UNKNOWN);
  }

  @Test
  default void aStolenSecretEndsTheSessionByAnAccessAlone() {
    TestClient stolen = logIn("ada");
    TestClient rotated = stolen.rotated();
    assertOpens(rotated);
    advanceBeyondGrace();
    SessionRecord before = rotated.record();

    assertThat(stolen.rotate(Sample.newSecret())).isEqualTo(new NoSession());
    assertThat(stolen.login(stolen.newLogin("ada"))).isEqualTo(new NoSession());
    assertThat(rotated.record()).isEqualTo(before);
    assertOpens(rotated);
  }

  @Test
  default void aSecretOlderThanOneRotationIsPlainlyRefused() {
    TestClient oldest = logIn("ada");
    TestClient older = oldest.rotated();
    assertOpens(older);
    TestClient rotated = older.rotated();
    assertOpens(rotated);
    advanceBeyondGrace();

    assertRefused(oldest, Refusal.WRONG_SECRET);
    assertOpens(rotated);
  }

  @Test
  default void aWrongSecretGetsNoNewOne() {
    TestClient client = logIn("ada");
    SessionRecord before = client.record();

    assertThat(client.stranger().rotate(Sample.newSecret())).isEqualTo(new NoSession());
    assertThat(client.record()).isEqualTo(before);
  }

  @Test
  default void anUnknownIdGetsNoNewSecret() {
    SessionDraft never = Sample.of("ada").draft(store());
    TestClient client = TestClient.of(store(), never);

    assertThat(client.rotate(Sample.newSecret())).isEqualTo(new NoSession());
    assertThat(client.isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void noMoreThanFourSecretsWaitToBeShown() {
    TestClient client = logIn("ada");
    List<TestClient> pending =
        IntStream.range(0, Secrets.MOST_PENDING).mapToObj(i -> client.rotated()).toList();
    SessionRecord before = client.record();
    SecretHash oneMore = Sample.newSecret();

    assertThat(client.rotate(oneMore)).isEqualTo(new Rotation.PendingLimitReached(before));
    assertThat(client.record()).isEqualTo(before);
    assertRefused(client.showing(oneMore), Refusal.WRONG_SECRET);
    assertOpens(client);
    pending.forEach(ContractTests::assertOpens);
    assertOpens(client.showing(pending.get(0).secret()).rotated());
  }

  @Test
  default void aReplacedSecretFillsNoMoreThanTheSamePlaces() {
    TestClient old = logIn("ada");
    assertOpens(old.rotated());
    IntStream.range(0, Secrets.MOST_PENDING).forEach(i -> old.rotated());

    assertThat(old.rotate(Sample.newSecret())).isInstanceOf(Rotation.PendingLimitReached.class);
  }

  @Test
  default void twoTabsThatRotateAndShowAtOnceBothStayIn() {
    for (int round = 0; round < Rounds.of(2_000); round++) {
      TestClient client = logIn("ada");
      List<Boolean> open =
          Concurrently.both(() -> rotatesAndShows(client), () -> rotatesAndShows(client));

      assertThat(open).containsOnly(true);
    }
  }

  /** Rotates with its secret and uses the new one, repeatedly, until a call fails. */
  private static boolean rotatesAndShows(TestClient client) {
    SecretHash next = Sample.newSecret();
    return client.rotate(next) instanceof Rotation.Pending
        && client.showing(next).access() instanceof Live
        && client.showing(next).peek() instanceof Live;
  }

  private static Standing standing(TestClient client) {
    return client.record().secrets().standing(client.secret());
  }

  private void advanceBeyondGrace() {
    subject().advance(subject().grace().plusMillis(30));
  }
}
