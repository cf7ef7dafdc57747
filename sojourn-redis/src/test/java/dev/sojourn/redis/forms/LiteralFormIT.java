package dev.sojourn.redis.forms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code redis-cli} shows a session exactly as the documentation says. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#standalone")
final class LiteralFormIT extends OnRedis {

  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(10));

  LiteralFormIT(Setup setup) {
    super(setup);
  }

  @Test
  void aSessionLiesThere() {
    TestClient client = session("ada");
    SessionRecord record = client.record();
    String created = "" + record.createdAt().toEpochMilli();

    if (setup.layout() == LayoutName.HASH) {
      Map<String, String> fields = new LinkedHashMap<>(head(client, created));
      fields.putAll(
          Map.of("role", "admin", "cart", "={\"items\":[1,2]}", "visits", "=3", "@user_id", "x"));
      assertThat(hash(client)).isEqualTo(fields);
    } else {
      assertThat(redis.document(key(client)))
          .isEqualTo(
              "{\"secret\":\"%s\",\"version\":0,\"last_access\":%s,\"created_at\":%s,"
                      .formatted(secret(client), created, created)
                  + "\"idle\":60000,\"absolute\":600000,\"user_id\":\"ada\","
                  + "\"device\":\"Ada's laptop\",\"address\":\"203.0.113.0/24\","
                  + "\"attributes\":{\"role\":\"admin\",\"cart\":{\"items\":[1,2]},"
                  + "\"visits\":3,\"user_id\":\"x\"}}");
    }
  }

  @Test
  void itsIndexHoldsItsId() {
    TestClient client = session("ada");
    assertThat(redis.members(keys.index("ada"))).containsExactly(client.id().value());
    assertThat(redis.ttl(keys.index("ada"))).isBetween(590_000L, 600_000L);
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(2);
  }

  @Test
  void secretsThatWaitAreThereAsHashes() {
    TestClient client = session("ada");
    TestClient one = client.rotated();
    TestClient other = client.rotated();
    assertThat(member(client, "pending"))
        .isEqualTo(one.secret().text() + " " + other.secret().text());

    assertOpens(one);
    assertThat(member(client, "pending")).isEmpty();
    assertThat(member(client, "siblings")).isEqualTo(other.secret().text());
    assertThat(member(client, "replaced")).matches(client.secret().text() + " [0-9]{13}");
    assertThat(member(client, "secret")).isEqualTo(secret(one));
  }

  @Test
  void anAnonymousSessionHasNeitherUserNorIndex() {
    TestClient client = Sample.anonymous().in(store);
    assertThat(member(client, "user_id")).isEmpty();
    assertThat(member(client, "device")).isEmpty();
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(1);
  }

  /** Characters that would end a JSON text are escaped, in the header too. */
  @Test
  void aUserWithQuotesIsThereEscaped() {
    String nasty = "a\"d\\a,\"version\":9";
    TestClient client = session(nasty);
    String expected =
        switch (setup.layout()) {
          case HASH -> nasty;
          case STRING -> "a\\u0022d\\u005ca,\\u0022version\\u0022:9";
          case JSON -> "a%22d%5ca,%22version%22:9";
        };

    assertThat(member(client, "user_id")).isEqualTo(expected);
    client.put("a", "b");
    assertThat(client.record().user()).contains(nasty);
    assertThat(client.record().version()).isEqualTo(1);
    assertThat(client.logIn(nasty).record().user()).contains(nasty);
  }

  private TestClient session(String user) {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    attributes.put("role", EncodedValue.text("admin"));
    attributes.put("cart", EncodedValue.json("{\"items\":[1,2]}"));
    attributes.put("visits", EncodedValue.json("3"));
    attributes.put("user_id", EncodedValue.text("x"));
    return Sample.of(user)
        .timeouts(TIMEOUTS)
        .on(new Device(Optional.of("Ada's laptop"), Optional.of("203.0.113.0/24")))
        .with(attributes)
        .in(store);
  }

  private static Map<String, String> head(TestClient client, String created) {
    return Map.of(
        "secret", secret(client),
        "version", "0",
        "last_access", created,
        "created_at", created,
        "idle", "60000",
        "absolute", "600000",
        "user_id", "ada",
        "device", "Ada's laptop",
        "address", "203.0.113.0/24");
  }

  private static String secret(TestClient client) {
    String id = client.id().value();
    return "1:" + id.substring(id.length() - 4) + ":" + client.secret().text();
  }

  private Map<String, String> hash(TestClient client) {
    List<String> flat = redis.at(key(client)).texts("HGETALL", key(client));
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(flat.get(i), flat.get(i + 1));
    }
    return fields;
  }

  /** The stored form of a header text; empty where there is none. */
  private String member(TestClient client, String name) {
    if (setup.layout() == LayoutName.HASH) {
      return hash(client).getOrDefault(name, "");
    }
    if (setup.layout() == LayoutName.JSON) { // a new member is last
      String found = redis.at(key(client)).text("JSON.GET", key(client), "$." + name);
      return found.equals("[]") ? "" : found.substring(2, found.length() - 2);
    }
    String head = redis.document(key(client)).split(",\"attributes\":", 2)[0];
    String[] parts = head.split("\"" + name + "\":\"", 2);
    return parts.length < 2 ? "" : parts[1].split("\"", 2)[0];
  }
}
