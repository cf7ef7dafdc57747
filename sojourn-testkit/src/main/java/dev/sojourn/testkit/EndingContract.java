package dev.sojourn.testkit;

import static dev.sojourn.testkit.StoreContract.assertOpens;
import static dev.sojourn.testkit.StoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionRecord;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Rotation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A logout ends what it names, all of it and nothing else, and says how many that was. */
interface EndingContract extends StoreContract {

  @Test
  default void aRevokedSessionIsNoSessionToAnyCall() {
    Visit visit = logIn("ada");
    SessionRecord record = visit.record();

    assertThat(visit.revoke()).isEqualTo(1);
    assertRefused(visit, Refusal.UNKNOWN);
    assertThat(visit.peek()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(visit.read()).isEmpty();
    assertThat(visit.put("late", "write")).isEmpty();
    assertThat(visit.rotate(Sample.newSecret())).isEqualTo(new Rotation.Absent());
    assertThat(visit.authenticate(visit.login("ada"))).isEqualTo(new Admission.Absent());
    assertThat(ids("ada")).isEmpty();
    assertThat(visit.revoke()).isZero();
    assertThat(Answers.of(store().revoke(record))).isZero();
    assertThat(revokeAll("ada")).isZero();
  }

  @Test
  default void aSessionWhoseRecordIsKnownIsEndedAlike() {
    Visit visit = logIn("ada");
    Visit other = logIn("ada");

    assertThat(Answers.of(store().revoke(visit.record()))).isEqualTo(1);
    assertRefused(visit, Refusal.UNKNOWN);
    assertThat(ids("ada")).containsExactly(other.id());
  }

  @Test
  default void anOldRecordEndsTheSessionToo() {
    Visit visit = logIn("ada");
    SessionRecord old = visit.record();
    visit.changed(Visit.putting("cart", "full"));
    Visit rotated = visit.rotated();
    assertOpens(rotated);

    assertThat(Answers.of(store().revoke(old))).isEqualTo(1);
    assertRefused(rotated, Refusal.UNKNOWN);
  }

  @Test
  default void anAnonymousSessionCanBeEnded() {
    Visit one = Sample.anonymous().in(store());
    Visit other = Sample.anonymous().in(store());

    assertThat(one.revoke()).isEqualTo(1);
    assertThat(Answers.of(store().revoke(other.record()))).isEqualTo(1);
    assertRefused(one, Refusal.UNKNOWN);
    assertRefused(other, Refusal.UNKNOWN);
  }

  @Test
  default void oneSessionEndsAlone() {
    Visit phone = logIn("ada");
    Visit laptop = logIn("ada");
    Visit bob = logIn("bob");
    phone.revoke();

    assertOpens(laptop);
    assertOpens(bob);
    assertThat(ids("ada")).containsExactly(laptop.id());
  }

  @Test
  default void allSessionsOfAUserEndAtOnce() {
    List<Visit> devices = IntStream.range(0, 5).mapToObj(i -> logIn("ada")).toList();
    Visit bob = logIn("bob");
    Visit nobody = Sample.anonymous().in(store());

    assertThat(revokeAll("ada")).isEqualTo(5);
    devices.forEach(device -> assertRefused(device, Refusal.UNKNOWN));
    assertThat(ids("ada")).isEmpty();
    assertOpens(bob);
    assertOpens(nobody);
    assertThat(revokeAll("ada")).isZero();
  }

  @Test
  default void allButOneSessionEnd() {
    Visit phone = logIn("ada");
    Visit kept = logIn("ada");
    Visit laptop = logIn("ada");

    assertThat(Answers.of(store().revokeAll("ada", Optional.of(kept.id())))).isEqualTo(2);
    assertOpens(kept);
    assertRefused(phone, Refusal.UNKNOWN);
    assertRefused(laptop, Refusal.UNKNOWN);
    assertThat(ids("ada")).containsExactly(kept.id());
    assertThat(Answers.of(store().revokeAll("ada", Optional.of(kept.id())))).isZero();
  }

  @Test
  default void anExceptionThatIsNotTheUsersSparesNothing() {
    Visit ada = logIn("ada");
    Visit bob = logIn("bob");
    Visit gone = logIn("ada");
    gone.revoke();

    assertThat(Answers.of(store().revokeAll("ada", Optional.of(bob.id())))).isEqualTo(1);
    assertRefused(ada, Refusal.UNKNOWN);
    assertOpens(bob);
    assertThat(Answers.of(store().revokeAll("bob", Optional.of(gone.id())))).isEqualTo(1);
  }

  @Test
  default void aUserWithoutSessionsCanLogOutEverywhere() {
    assertThat(revokeAll("nobody")).isZero();
    assertThat(ids("nobody")).isEmpty();
  }

  @Test
  default void aUserCanLogInAfterLoggingOutEverywhere() {
    logIn("ada");
    revokeAll("ada");
    Visit again = logIn("ada");

    assertOpens(again);
    assertThat(ids("ada")).containsExactly(again.id());
  }

  @Test
  default void thousandsOfSessionsOfAUserEndAtOnce() {
    int many = 1_100;
    Sample sample = Sample.of("ada");
    List<Visit> visits =
        Answers.all(IntStream.range(0, many).mapToObj(i -> sample.askedOf(store())).toList());
    assertThat(ids("ada")).hasSize(many);
    Visit kept = visits.get(many / 2);

    assertThat(Answers.of(store().revokeAll("ada", Optional.of(kept.id())))).isEqualTo(many - 1);
    assertThat(Answers.all(visits.stream().map(v -> store().read(v.id())).toList()))
        .filteredOn(Optional::isPresent)
        .hasSize(1);
    assertThat(ids("ada")).containsExactly(kept.id());
  }
}
