package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.ContractTests.assertOpens;
import static dev.sojourn.testkit.contract.ContractTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import org.junit.jupiter.api.Test;

/** A logout by token ends its session if the secret opens it, and nothing else. */
interface LogoutContract extends ContractTests {

  @Test
  default void aLogoutEndsItsSessionAlone() {
    TestClient phone = logIn("ada");
    TestClient laptop = logIn("ada");

    assertThat(phone.logout()).isEqualTo(1);
    assertRefused(phone, Refusal.UNKNOWN);
    assertOpens(laptop);
    assertThat(ids("ada")).containsExactly(laptop.id());
    assertThat(phone.logout()).isZero();
  }

  @Test
  default void anAnonymousSessionLogsOutToo() {
    TestClient guest = Sample.anonymous().in(store());

    assertThat(guest.logout()).isEqualTo(1);
    assertRefused(guest, Refusal.UNKNOWN);
  }

  /** An id is no secret. */
  @Test
  default void aLogoutWithAnotherSecretEndsNothing() {
    TestClient client = logIn("ada");

    assertThat(client.stranger().logout()).isZero();
    assertOpens(client);
    assertThat(ids("ada")).containsExactly(client.id());
  }

  @Test
  default void everySecretThatOpensTheSessionEndsIt() {
    TestClient current = logIn("ada");
    current.rotated();
    assertThat(current.logout()).isEqualTo(1);

    TestClient pending = logIn("ada").rotated();
    assertThat(pending.logout()).isEqualTo(1);

    TestClient replaced = logIn("ada");
    assertOpens(replaced.rotated());
    assertThat(replaced.logout()).as("within its grace").isEqualTo(1);
    assertThat(ids("ada")).isEmpty();
  }

  /** Only an access tells of a theft. */
  @Test
  default void aSecretAfterItsGraceEndsNothing() {
    TestClient replaced = logIn("ada");
    TestClient next = replaced.rotated();
    assertOpens(next);
    subject().advance(subject().grace().plusMillis(200));

    assertThat(replaced.logout()).isZero();
    assertOpens(next);
  }
}
