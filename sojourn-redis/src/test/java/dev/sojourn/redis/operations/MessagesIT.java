package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call that ends or changes a session publishes its id and nothing else; other calls publish
 * nothing.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#standalone")
final class MessagesIT extends OnRedis {

  MessagesIT(Setup setup) {
    super(setup);
  }

  @Test
  void whatEndsOrChangesASessionTellsItsId() {
    publishingCalls()
        .forEach(
            (name, call) -> {
              redis.empty();
              TestClient client = Sample.of("ada").with("role", "admin").in(store);
              TestClient shown = name.contains("new secret") ? client.rotated() : client;
              try (ChannelListener listener = listener(key(client))) {
                call.accept(shown);
                assertThat(listener.messages()).as(name).containsExactly(client.id().value());
              }
            });
  }

  private Map<String, Consumer<TestClient>> publishingCalls() {
    Map<String, Consumer<TestClient>> calls = new LinkedHashMap<>();
    calls.put("put", client -> client.put("cart", "full"));
    calls.put("remove", client -> client.changed(SessionDelta.of(Map.of("role", new Remove()))));
    calls.put("edit", client -> client.changed(TestClient.editingDelta("role", old -> old)));
    calls.put(
        "change as read", client -> client.change(client.record(), TestClient.putting("a", "b")));
    calls.put("rotate", TestClient::rotated);
    calls.put("access with a new secret", OnRedis::assertOpens);
    calls.put("peek with a new secret", TestClient::peek);
    calls.put("login", client -> client.logIn("ada"));
    calls.put("login as another", client -> client.logIn("bob"));
    calls.put("revoke", TestClient::revoke);
    calls.put("revoke as read", client -> Await.of(store.revoke(client.record())));
    calls.put("revoke all", client -> Await.of(store.revokeAll("ada", Optional.empty())));
    return calls;
  }

  @Test
  void whatLeavesASessionAsItIsTellsNothing() {
    TestClient client = logIn("ada");
    try (ChannelListener listener = listener(key(client))) {
      TestClient other = logIn("ada");
      touch(client, 600_000);
      assertOpens(client);
      client.peek();
      client.read();
      ids("ada");
      client.stranger().access();
      client.stranger().rotate(Sample.newSecret());
      client.stranger().login(client.newLogin("ada"));
      Await.of(store.revokeAll("bob", Optional.of(other.id())));
      TestClient.of(store, Sample.of("ada").draft(store)).put("late", "write");

      assertThat(listener.messages()).isEmpty();
    }
  }

  @Test
  void aLogoutOfTheOthersTellsOfThemAlone() {
    TestClient kept = logIn("ada");
    List<String> others = List.of(logIn("ada").id().value(), logIn("ada").id().value());
    try (ChannelListener listener = listener(key(kept))) {
      Await.of(store.revokeAll("ada", Optional.of(kept.id())));
      assertThat(listener.messages()).containsExactlyInAnyOrderElementsOf(others);
    }
  }

  /** Fleets with different namespaces share neither keys nor messages. */
  @Test
  void aNamespaceHasItsOwnKeysAndChannel() {
    SessionStore spaced = fleet.store("namespace", settings -> settings.withNamespace("test"));
    TestClient here = logIn("ada");
    TestClient there = Sample.of("ada").in(spaced);
    Keyspace below = new Keyspace(setup.keyspace(), "test");
    try (ChannelListener plain = listener(key(here));
        ChannelListener namespaced =
            ChannelListener.on(redis.serverOf(key(here)), "test:session:invalidate")) {
      there.put("cart", "full");
      assertThat(revokeAll("ada")).isEqualTo(1);

      assertThat(namespaced.next()).isEqualTo(there.id().value());
      assertThat(plain.messages()).containsExactly(here.id().value());
    }
    assertThat(redis.holds(below.session(there.id()).orElseThrow())).isTrue();
    assertThat(redis.members(below.index("ada"))).containsExactly(there.id().value());
    assertThat(below.index("ada")).startsWith("test:user:");
    assertOpens(there);
  }
}
