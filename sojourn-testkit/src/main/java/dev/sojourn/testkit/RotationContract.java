package dev.sojourn.testkit;

import static dev.sojourn.testkit.StoreContract.assertOpens;
import static dev.sojourn.testkit.StoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SecretHash;
import dev.sojourn.Secrets;
import dev.sojourn.Secrets.Standing;
import dev.sojourn.SessionRecord;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDraft;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session gets new secrets without ever logging its client out; a stolen one ends it. */
interface RotationContract extends StoreContract {

  @Test
  default void aNewSecretIsPendingUntilItIsShown() {
    Visit visit = Sample.of("ada").with("cart", "full").in(store());
    SessionRecord before = visit.record();
    SecretHash next = Sample.newSecret();
    Rotation rotation = visit.rotate(next);
    SessionRecord now = visit.record();

    assertThat(rotation).isEqualTo(new Rotation.Pending(now));
    assertThat(now.secrets().current()).isEqualTo(visit.secret());
    assertThat(now.secrets().pending()).containsExactly(next);
    assertThat(now).isEqualTo(before.withSecrets(now.secrets()));
  }

  @Test
  default void theCurrentSecretStaysCurrentUntilANewOneIsShown() {
    Visit visit = logIn("ada");
    visit.rotated();
    advanceBeyondGrace();

    assertOpens(visit);
    assertThat(standing(visit)).isEqualTo(Standing.CURRENT);
  }

  @Test
  default void theFirstAccessThatShowsANewSecretMakesItCurrent() {
    Visit old = logIn("ada");
    Visit rotated = old.rotated();
    assertOpens(rotated);

    assertThat(standing(rotated)).isEqualTo(Standing.CURRENT);
    assertThat(standing(old)).isEqualTo(Standing.REPLACED);
    assertThat(rotated.record().version()).isZero();
  }

  @Test
  default void aPeekThatShowsANewSecretMakesItCurrentToo() {
    Visit rotated = logIn("ada").rotated();
    assertThat(rotated.peek()).isInstanceOf(Live.class);

    assertThat(standing(rotated)).isEqualTo(Standing.CURRENT);
  }

  @Test
  default void aLostAnswerLogsNobodyOut() {
    Visit visit = logIn("ada");
    Visit lost = visit.rotated();
    Visit again = visit.rotated();

    assertOpens(visit);
    assertOpens(again);
    assertOpens(visit);
    assertThat(standing(lost)).isEqualTo(Standing.SIBLING);
    assertOpens(again.rotated());
  }

  @Test
  default void twoTabsThatRotateAtOnceBothStayIn() {
    Visit visit = logIn("ada");
    Visit one = visit.rotated();
    Visit other = visit.rotated();
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
    Visit visit = logIn("ada");
    Visit one = visit.rotated();
    Visit other = visit.rotated();
    assertOpens(one);
    Visit next = one.rotated();

    assertRefused(other, Refusal.WRONG_SECRET);
    assertOpens(one);
    assertOpens(next);
  }

  @Test
  default void aSiblingThatRotatesBecomesCurrent() {
    Visit visit = logIn("ada");
    Visit one = visit.rotated();
    Visit sibling = visit.rotated();
    assertOpens(one);
    Visit next = sibling.rotated();

    assertThat(standing(sibling)).isEqualTo(Standing.CURRENT);
    assertThat(standing(one)).isEqualTo(Standing.REPLACED);
    assertOpens(next);
    assertOpens(sibling);
  }

  @Test
  default void aNewSecretThatRotatesBecomesCurrent() {
    Visit old = logIn("ada");
    Visit pending = old.rotated();
    Visit next = pending.rotated();

    assertThat(standing(pending)).isEqualTo(Standing.CURRENT);
    assertThat(standing(old)).isEqualTo(Standing.REPLACED);
    assertThat(standing(next)).isEqualTo(Standing.PENDING);
  }

  @Test
  default void aReplacedSecretIsGoodWithinItsGrace() {
    Visit old = logIn("ada");
    Visit rotated = old.rotated();
    assertOpens(rotated);
    subject().advance(subject().grace().dividedBy(3));

    assertOpens(old);
    assertThat(old.peek()).isInstanceOf(Live.class);
    assertThat(standing(old)).isEqualTo(Standing.REPLACED);
    assertOpens(rotated);
  }

  @Test
  default void aReplacedSecretThatRotatesWithinItsGraceEndsNoSibling() {
    Visit old = logIn("ada");
    Visit one = old.rotated();
    Visit sibling = old.rotated();
    assertOpens(one);
    subject().advance(subject().grace().dividedBy(3));
    Visit late = old.rotated();

    assertOpens(sibling);
    assertOpens(one);
    assertOpens(late);
  }

  @Test
  default void aStolenSecretEndsTheSession() {
    Visit stolen = logIn("ada");
    Visit rotated = stolen.rotated();
    assertOpens(rotated);
    advanceBeyondGrace();

    assertRefused(stolen, Refusal.STOLEN);
    assertRefused(rotated, Refusal.UNKNOWN);
    assertRefused(stolen, Refusal.UNKNOWN);
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void aStolenSecretEndsTheSessionWithAPeekToo() {
    Visit stolen = logIn("ada");
    Visit rotated = stolen.rotated();
    assertOpens(rotated);
    advanceBeyondGrace();

    assertThat(stolen.peek()).isEqualTo(new Refused(Refusal.STOLEN));
    assertRefused(rotated, Refusal.UNKNOWN);
  }

  @Test
  default void aStolenSecretEndsTheSessionByAnAccessAlone() {
    Visit stolen = logIn("ada");
    Visit rotated = stolen.rotated();
    assertOpens(rotated);
    advanceBeyondGrace();
    SessionRecord before = rotated.record();

    assertThat(stolen.rotate(Sample.newSecret())).isEqualTo(new Rotation.Absent());
    assertThat(stolen.authenticate(stolen.login("ada"))).isEqualTo(new Admission.Absent());
    assertThat(rotated.record()).isEqualTo(before);
    assertOpens(rotated);
  }

  @Test
  default void aSecretOlderThanOneRotationIsPlainlyRefused() {
    Visit oldest = logIn("ada");
    Visit older = oldest.rotated();
    assertOpens(older);
    Visit rotated = older.rotated();
    assertOpens(rotated);
    advanceBeyondGrace();

    assertRefused(oldest, Refusal.WRONG_SECRET);
    assertOpens(rotated);
  }

  @Test
  default void aWrongSecretGetsNoNewOne() {
    Visit visit = logIn("ada");
    SessionRecord before = visit.record();

    assertThat(visit.stranger().rotate(Sample.newSecret())).isEqualTo(new Rotation.Absent());
    assertThat(visit.record()).isEqualTo(before);
  }

  @Test
  default void anUnknownIdGetsNoNewSecret() {
    SessionDraft never = Sample.of("ada").draft(store());
    Visit visit = Visit.of(store(), never);

    assertThat(visit.rotate(Sample.newSecret())).isEqualTo(new Rotation.Absent());
    assertThat(visit.isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void noMoreThanFourSecretsWaitToBeShown() {
    Visit visit = logIn("ada");
    List<Visit> pending =
        IntStream.range(0, Secrets.MOST_PENDING).mapToObj(i -> visit.rotated()).toList();
    SessionRecord before = visit.record();
    SecretHash oneMore = Sample.newSecret();

    assertThat(visit.rotate(oneMore)).isEqualTo(new Rotation.Kept(before));
    assertThat(visit.record()).isEqualTo(before);
    assertRefused(visit.showing(oneMore), Refusal.WRONG_SECRET);
    assertOpens(visit);
    pending.forEach(StoreContract::assertOpens);
    assertOpens(visit.showing(pending.get(0).secret()).rotated());
  }

  @Test
  default void aReplacedSecretFillsNoMoreThanTheSamePlaces() {
    Visit old = logIn("ada");
    assertOpens(old.rotated());
    IntStream.range(0, Secrets.MOST_PENDING).forEach(i -> old.rotated());

    assertThat(old.rotate(Sample.newSecret())).isInstanceOf(Rotation.Kept.class);
  }

  @Test
  default void twoTabsThatRotateAndShowAtOnceBothStayIn() {
    for (int round = 0; round < Rounds.of(2_000); round++) {
      Visit visit = logIn("ada");
      List<Boolean> open = AtOnce.both(() -> rotatesAndShows(visit), () -> rotatesAndShows(visit));

      assertThat(open).containsOnly(true);
    }
  }

  /** Rotates with the secret that it has, and shows what it got, as long as all is well. */
  private static boolean rotatesAndShows(Visit visit) {
    SecretHash next = Sample.newSecret();
    return visit.rotate(next) instanceof Rotation.Pending
        && visit.showing(next).access() instanceof Live
        && visit.showing(next).peek() instanceof Live;
  }

  private static Standing standing(Visit visit) {
    return visit.record().secrets().standing(visit.secret());
  }

  private void advanceBeyondGrace() {
    subject().advance(subject().grace().plusMillis(30));
  }
}
