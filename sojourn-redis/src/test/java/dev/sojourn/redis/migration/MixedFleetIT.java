package dev.sojourn.redis.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.Setups;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two servers of one fleet, configured for different layouts or namings: each handles the other's
 * sessions like its own, and a session keeps its layout and naming.
 */
@ParameterizedClass(name = "{0}, other {1}")
@MethodSource("fleets")
final class MixedFleetIT extends OnRedis {

  private static final Timeouts LONG = new Timeouts(Duration.ofHours(2), Duration.ofHours(20));

  /** The configuration in which the other server differs. */
  enum Difference {
    LAYOUT,
    NAMING
  }

  /** The server with the other configuration. */
  private final SessionStore other;

  MixedFleetIT(Setup setup, Difference difference) {
    super(setup);
    this.other = fleet.store("other", settings -> otherwise(settings, difference));
  }

  static Stream<Arguments> fleets() {
    return Stream.concat(
        Setups.all().map(setup -> Arguments.of(setup, Difference.LAYOUT)),
        Setups.forms().map(setup -> Arguments.of(setup, Difference.NAMING)));
  }

  private RedisSettings otherwise(RedisSettings settings, Difference difference) {
    return switch (difference) {
      case LAYOUT -> settings.withLayout(setup.otherLayout());
      case NAMING -> settings.withNaming(otherNaming());
    };
  }

  private NamingName otherNaming() {
    return setup.isCompact() ? NamingName.READABLE : NamingName.COMPACT;
  }

  @Test
  void eachReadsTheOthersSessions() {
    TestClient client =
        Sample.of("ada").on(Device.labelled("Phone")).with("role", "admin").in(store);
    SessionRecord record = client.record();

    assertThat(there(client).read()).contains(record);
    assertThat(there(client).access()).isEqualTo(new Live(record));
    assertThat(there(client).peek()).isEqualTo(new Live(record));
    assertThat(there(client).stranger().access()).isEqualTo(new Refused(Refusal.WRONG_SECRET));
    assertKeepsItsLayout(client);
  }

  @Test
  void eachChangesTheOthersSessions() {
    TestClient client = Sample.of("ada").with("role", "admin").with("cart", "full").in(store);
    SessionRecord seen = client.record();
    SessionDelta delta =
        new SessionDelta(
            Map.of("cart", new Remove(), "n", new Put(EncodedValue.json("[]"))),
            Optional.of("Phone"),
            Optional.of(LONG));
    Optional<SessionRecord> now = there(client).change(delta);

    assertThat(client.read()).isEqualTo(now);
    assertThat(now.map(SessionRecord::version)).contains(1L);
    assertThat(there(client).change(seen, TestClient.editingDelta("role", old -> old))).isPresent();
    assertThat(client.record().attributes())
        .isEqualTo(Map.of("role", EncodedValue.text("admin"), "n", EncodedValue.json("[]")));
    assertThat(client.record().version()).isEqualTo(2);
    assertKeepsItsLayout(client);
  }

  @Test
  void changesOfBothAtOnceAllSurvive() {
    TestClient client = logIn("ada");
    int rounds = Rounds.of(2_000);
    Concurrently.both(() -> count(client, rounds), () -> count(there(client), rounds));

    assertThat(client.text("count")).contains("" + 2 * rounds);
    assertThat(client.record().version()).isEqualTo(2L * rounds);
  }

  private static int count(TestClient client, int rounds) {
    IntStream.range(0, rounds)
        .forEach(
            round ->
                client.changed(
                    TestClient.editingDelta(
                        "count",
                        old ->
                            Optional.of(
                                EncodedValue.text(
                                    ""
                                        + (Integer.parseInt(old.map(EncodedValue::text).orElse("0"))
                                            + 1))))));
    return rounds;
  }

  @Test
  void eachTouchesTheOthersSessions() {
    TestClient client = logIn("ada");
    redis.at(keys.index("ada")).call("DEL", keys.index("ada"));
    redis.age(key(client), client.record(), 600_000);
    Instant before = client.record().lastAccessAt();
    assertOpens(there(client));
    await().until(() -> client.record().lastAccessAt().isAfter(before));

    assertThat(ids("ada")).containsExactly(client.id());
    assertKeepsItsLayout(client);
  }

  @Test
  void eachRotatesTheOthersSessions() {
    TestClient client = logIn("ada");
    TestClient next = there(client).rotated();
    assertOpens(client);
    assertOpens(next);
    assertOpens(next.at(store));
    redis.set(key(client), "replaced", client.secret().text() + " 1");
    assertThat(there(client).access()).isEqualTo(new Refused(Refusal.STOLEN));

    assertThat(client.isLive()).isFalse();
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  void eachContinuesTheOthersSessions() {
    TestClient client = Sample.anonymous().with("cart", "full").in(store);
    for (String user : List.of("ada", "ada", "bob")) {
      TestClient next = there(client).logIn(user);
      client = next.at(store);
      assertThat(client.text("cart")).contains("full");
      assertKeepsItsLayout(client);
      assertOpens(client);
    }
    assertThat(ids("ada")).isEmpty();
    assertThat(ids("bob")).containsExactly(client.id());
  }

  @Test
  void eachListsAndEndsTheOthersSessions() {
    TestClient here = logIn("ada");
    TestClient there = Sample.of("ada").in(other);
    for (SessionStore either : List.of(store, other)) {
      assertThat(Await.of(either.list("ada")).stream().map(SessionRecord::id))
          .containsExactlyInAnyOrder(here.id(), there.id());
    }
    assertThat(there(here).revoke()).isEqualTo(1);
    assertThat(there.at(store).revoke()).isEqualTo(1);
    assertThat(ids("ada")).isEmpty();

    List<SessionId> both = List.of(logIn("ada").id(), Sample.of("ada").in(other).id());
    assertThat(ids("ada")).containsExactlyInAnyOrderElementsOf(both);
    assertThat(revokeAll("ada")).isEqualTo(2);
    assertThat(ids("ada")).isEmpty();
  }

  /** The same session on the server with the other configuration. */
  private TestClient there(TestClient client) {
    return client.at(other);
  }

  private void assertKeepsItsLayout(TestClient client) {
    assertThat(redis.at(key(client)).text("TYPE", key(client)))
        .isEqualTo(
            switch (setup.layout()) {
              case HASH -> "hash";
              case STRING -> "string";
              case JSON -> "ReJSON-RL";
            });
    assertThat(redis.has(key(client), "secret")).as("has its naming").isTrue();
  }
}
