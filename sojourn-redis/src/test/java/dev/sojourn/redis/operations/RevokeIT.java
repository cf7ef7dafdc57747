package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.operation.OperationScripts;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 12: a revocation deletes the session, publishes its id, then removes it from the index. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class RevokeIT extends OnRedis {

  private final String index = keys.index("ada");

  RevokeIT(Setup setup) {
    super(setup);
  }

  @Test
  void aRevocationDeletesThenTellsThenDropsTheIndexEntry() {
    TestClient client = logIn("ada");
    SessionRecord record = client.record();
    try (CommandMonitor monitor = monitor(key(client))) {
      Await.of(store.revoke(record));

      assertThat(writes(monitor))
          .containsExactly(
              "DEL " + key(client), "PUBLISH " + keys.channel(), "SREM " + keys.index("ada"));
    }
  }

  @Test
  void aLogoutEverywhereTellsOfEachBeforeItTouchesTheIndex() {
    List<TestClient> clients = List.of(logIn("ada"), logIn("ada"));
    try (CommandMonitor monitor = monitor(key(clients.get(0)))) {
      revokeAll("ada");

      assertThat(writes(monitor).stream().map(write -> write.split(" ", 2)[0]))
          .containsExactly("DEL", "DEL", "PUBLISH", "PUBLISH", "SREM", "SREM");
    }
  }

  @Test
  void aRevocationIsToldAlsoWhenNothingWasThere() {
    TestClient client = logIn("ada");
    SessionRecord record = client.record();
    client.revoke();
    try (ChannelListener listener = listener(key(client))) {
      assertThat(client.revoke()).isZero();
      assertThat(Await.of(store.revoke(record))).isZero();

      assertThat(listener.messages()).containsExactly(client.id().value(), client.id().value());
    }
  }

  @Test
  void anIndexOfAnotherTypeStopsNoRevocation() {
    TestClient client = logIn("ada");
    SessionRecord record = client.record();
    spoilIndex();
    try (ChannelListener listener = listener(key(client))) {
      assertThat(Await.of(store.revoke(record))).isEqualTo(1);

      assertThat(listener.messages()).containsExactly(client.id().value());
      assertThat(redis.holds(key(client))).isFalse();
      assertThat(redis.at(index).text("GET", index)).isEqualTo("no index");
    }
  }

  /** The index changes its type between the read and the script. */
  @Test
  void anIndexOfAnotherTypeStopsNoLogoutEverywhere() {
    TestClient client = logIn("ada");
    spoilIndex();
    try (ChannelListener listener = listener(key(client))) {
      Object answer =
          redis.run(
              OperationScripts.REVOKE_ALL,
              List.of(index, key(client)),
              List.of(keys.channel(), "", "500", client.id().value()));

      assertThat(answer).isEqualTo(List.of("done", 1L));
      assertThat(listener.messages()).containsExactly(client.id().value());
      assertThat(redis.holds(key(client))).isFalse();
    }
  }

  @Test
  void whoseIndexIsOfAnotherTypeHasNoSessionsToEnd() {
    TestClient client = logIn("ada");
    spoilIndex();

    assertThat(revokeAll("ada")).isZero();
    assertThat(ids("ada")).isEmpty();
    assertOpens(client);
  }

  @Test
  void aStolenSecretEndsTheSessionLikeARevocation() {
    TestClient stolen = logIn("ada");
    TestClient rotated = stolen.rotated();
    assertOpens(rotated);
    redis.set(key(stolen), "replaced", stolen.secret().text() + " 1");
    spoilIndex();
    try (ChannelListener listener = listener(key(stolen))) {
      assertThat(stolen.access()).isEqualTo(new Refused(Refusal.STOLEN));

      assertThat(listener.messages()).containsExactly(stolen.id().value());
      assertThat(redis.holds(key(stolen))).isFalse();
    }
  }

  @Test
  void sessionsThatMadeRoomAreToldAndLeaveTheIndex() {
    SessionsPerUser one = new SessionsPerUser(1, AtLimit.END_OLDEST);
    TestClient oldest = logIn("ada");
    try (ChannelListener listener = listener(key(oldest))) {
      SessionDraft draft = Sample.of("ada").draft(store);
      Await.as(Admitted.class, store.create(draft, one));

      assertThat(listener.messages()).containsExactly(oldest.id().value());
      assertThat(redis.members(index)).isEqualTo(Set.of(draft.id().value()));
    }
  }

  @Test
  void aServerOutOfMemoryStillRevokes() {
    TestClient one = logIn("ada");
    TestClient other = logIn("ada");
    TestClient last = logIn("bob");
    full(
        () -> {
          assertThatThrownBy(() -> logIn("ada")).isInstanceOf(StoreUnavailable.class);
          assertThat(one.revoke()).isEqualTo(1);
          assertThat(other.revoke()).isEqualTo(1);
          assertThat(revokeAll("bob")).isEqualTo(1);
          assertThat(List.of(one, other, last)).noneMatch(TestClient::isLive);
        });
    assertThat(ids("ada")).isEmpty();
  }

  /** A script that deletes first may exceed the memory limit afterwards. */
  @Test
  void aServerOutOfMemoryStillLetsALoginTakeTheOldestsPlace() {
    SessionsPerUser one = new SessionsPerUser(1, AtLimit.END_OLDEST);
    TestClient oldest = logIn("ada");
    full(
        () -> {
          SessionDraft draft = Sample.of("ada").draft(store);
          Await.as(Admitted.class, store.create(draft, one));
          assertThat(ids("ada")).containsExactly(draft.id());
        });
    assertThat(oldest.isLive()).isFalse();
  }

  @Test
  void aServerOutOfMemoryLeavesNothingHalfDone() {
    TestClient client = Sample.of("ada").with("role", "admin").in(store);
    SessionRecord before = client.record();
    Login login = client.newLogin("bob");
    full(
        () -> {
          assertThatThrownBy(() -> client.put("cart", "full")).isInstanceOf(StoreUnavailable.class);
          assertThatThrownBy(client::rotated).isInstanceOf(StoreUnavailable.class);
          assertThatThrownBy(() -> client.login(login)).isInstanceOf(StoreUnavailable.class);
          assertOpens(client);
        });
    assertThat(client.record()).isEqualTo(before);
    assertThat(redis.holds(keys.index("bob"))).isFalse();
    assertThat(ids("ada")).containsExactly(client.id());
  }

  private void full(Runnable test) {
    redis.at(index).call("CONFIG", "SET", "maxmemory", "1");
    try {
      test.run();
    } finally {
      redis.at(index).call("CONFIG", "SET", "maxmemory", "0");
    }
  }

  private void spoilIndex() {
    redis.at(index).call("SET", index, "no index", "PX", "60000");
  }

  /** The commands of scripts that delete or publish, with their key or channel. */
  private static List<String> writes(CommandMonitor monitor) {
    return monitor.commands().stream()
        .filter(MonitoredCommand::isFromScript)
        .filter(command -> List.of("DEL", "PUBLISH", "SREM").contains(command.name()))
        .map(command -> command.name() + " " + command.words().get(1))
        .toList();
  }
}
