package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.ContractTests.assertOpens;
import static dev.sojourn.testkit.contract.ContractTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A revocation ends exactly the sessions it names, and returns their number. */
interface RevocationContract extends ContractTests {

  @Test
  default void aRevokedSessionIsNoSessionToAnyCall() {
    TestClient client = logIn("ada");
    SessionRecord record = client.record();

    assertThat(client.revoke()).isEqualTo(1);
    assertRefused(client, Refusal.UNKNOWN);
    assertThat(client.peek()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(client.read()).isEmpty();
    assertThat(client.put("late", "write")).isEmpty();
    assertThat(client.rotate(Sample.newSecret())).isEqualTo(new NoSession());
    assertThat(client.login(client.newLogin("ada"))).isEqualTo(new NoSession());
    assertThat(ids("ada")).isEmpty();
    assertThat(client.revoke()).isZero();
    assertThat(Await.of(store().revoke(record))).isZero();
    assertThat(revokeAll("ada")).isZero();
  }

  @Test
  default void aSessionWhoseRecordIsKnownIsEndedAlike() {
    TestClient client = logIn("ada");
    TestClient other = logIn("ada");

    assertThat(Await.of(store().revoke(client.record()))).isEqualTo(1);
    assertRefused(client, Refusal.UNKNOWN);
    assertThat(ids("ada")).containsExactly(other.id());
  }

  @Test
  default void anOldRecordEndsTheSessionToo() {
    TestClient client = logIn("ada");
    SessionRecord old = client.record();
    client.changed(TestClient.putting("cart", "full"));
    TestClient rotated = client.rotated();
    assertOpens(rotated);

    assertThat(Await.of(store().revoke(old))).isEqualTo(1);
    assertRefused(rotated, Refusal.UNKNOWN);
  }

  @Test
  default void anAnonymousSessionCanBeEnded() {
    TestClient one = Sample.anonymous().in(store());
    TestClient other = Sample.anonymous().in(store());

    assertThat(one.revoke()).isEqualTo(1);
    assertThat(Await.of(store().revoke(other.record()))).isEqualTo(1);
    assertRefused(one, Refusal.UNKNOWN);
    assertRefused(other, Refusal.UNKNOWN);
  }

  @Test
  default void oneSessionEndsAlone() {
    TestClient phone = logIn("ada");
    TestClient laptop = logIn("ada");
    TestClient bob = logIn("bob");
    phone.revoke();

    assertOpens(laptop);
    assertOpens(bob);
    assertThat(ids("ada")).containsExactly(laptop.id());
  }

  @Test
  default void allSessionsOfAUserEndAtOnce() {
    List<TestClient> devices = IntStream.range(0, 5).mapToObj(i -> logIn("ada")).toList();
    TestClient bob = logIn("bob");
    TestClient nobody = Sample.anonymous().in(store());

    assertThat(revokeAll("ada")).isEqualTo(5);
    devices.forEach(device -> assertRefused(device, Refusal.UNKNOWN));
    assertThat(ids("ada")).isEmpty();
    assertOpens(bob);
    assertOpens(nobody);
    assertThat(revokeAll("ada")).isZero();
  }

  @Test
  default void allButOneSessionEnd() {
    TestClient phone = logIn("ada");
    TestClient kept = logIn("ada");
    TestClient laptop = logIn("ada");

    assertThat(Await.of(store().revokeAll("ada", Optional.of(kept.id())))).isEqualTo(2);
    assertOpens(kept);
    assertRefused(phone, Refusal.UNKNOWN);
    assertRefused(laptop, Refusal.UNKNOWN);
    assertThat(ids("ada")).containsExactly(kept.id());
    assertThat(Await.of(store().revokeAll("ada", Optional.of(kept.id())))).isZero();
  }

  @Test
  default void anExceptionThatIsNotTheUsersSparesNothing() {
    TestClient ada = logIn("ada");
    TestClient bob = logIn("bob");
    TestClient gone = logIn("ada");
    gone.revoke();

    assertThat(Await.of(store().revokeAll("ada", Optional.of(bob.id())))).isEqualTo(1);
    assertRefused(ada, Refusal.UNKNOWN);
    assertOpens(bob);
    assertThat(Await.of(store().revokeAll("bob", Optional.of(gone.id())))).isEqualTo(1);
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
    TestClient again = logIn("ada");

    assertOpens(again);
    assertThat(ids("ada")).containsExactly(again.id());
  }

  @Test
  default void thousandsOfSessionsOfAUserEndAtOnce() {
    int many = 1_100;
    Sample sample = Sample.of("ada");
    List<TestClient> visits =
        Await.all(IntStream.range(0, many).mapToObj(i -> sample.inAsync(store())).toList());
    assertThat(ids("ada")).hasSize(many);
    TestClient kept = visits.get(many / 2);

    assertThat(Await.of(store().revokeAll("ada", Optional.of(kept.id())))).isEqualTo(many - 1);
    assertThat(Await.all(visits.stream().map(v -> store().read(v.id())).toList()))
        .filteredOn(Optional::isPresent)
        .hasSize(1);
    assertThat(ids("ada")).containsExactly(kept.id());
  }
}
