package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code redis-cli} shows of a session is what the documentation says, to the letter. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#standalone")
final class LiteralFormIT extends OnRedis {

  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(10));

  LiteralFormIT(Setup setup) {
    super(setup);
  }

  @Test
  void aSessionLiesThere() {
    Visit visit = session("ada");
    SessionRecord record = visit.record();
    String created = "" + record.createdAt().toEpochMilli();

    if (setup.layout() == LayoutName.HASH) {
      Map<String, String> fields = new LinkedHashMap<>(head(visit, created));
      fields.putAll(
          Map.of("role", "admin", "cart", "={\"items\":[1,2]}", "visits", "=3", "@user_id", "x"));
      assertThat(hash(visit)).isEqualTo(fields);
    } else {
      assertThat(redis.document(key(visit)))
          .isEqualTo(
              "{\"secret\":\"%s\",\"version\":0,\"last_access\":%s,\"created_at\":%s,"
                      .formatted(secret(visit), created, created)
                  + "\"idle\":60000,\"absolute\":600000,\"user_id\":\"ada\","
                  + "\"device\":\"Ada's laptop\",\"address\":\"203.0.113.0/24\","
                  + "\"attributes\":{\"role\":\"admin\",\"cart\":{\"items\":[1,2]},"
                  + "\"visits\":3,\"user_id\":\"x\"}}");
    }
  }

  @Test
  void itsIndexHoldsItsId() {
    Visit visit = session("ada");
    assertThat(redis.members(keys.index("ada"))).containsExactly(visit.id().value());
    assertThat(redis.ttl(keys.index("ada"))).isBetween(590_000L, 600_000L);
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(2);
  }

  @Test
  void secretsThatWaitAreThereAsHashes() {
    Visit visit = session("ada");
    Visit one = visit.rotated();
    Visit other = visit.rotated();
    assertThat(member(visit, "pending"))
        .isEqualTo(one.secret().text() + " " + other.secret().text());

    assertOpens(one);
    assertThat(member(visit, "pending")).isEmpty();
    assertThat(member(visit, "siblings")).isEqualTo(other.secret().text());
    assertThat(member(visit, "replaced")).matches(visit.secret().text() + " [0-9]{13}");
    assertThat(member(visit, "secret")).isEqualTo(secret(one));
  }

  @Test
  void anAnonymousSessionHasNeitherUserNorIndex() {
    Visit visit = Sample.anonymous().in(store);
    assertThat(member(visit, "user_id")).isEmpty();
    assertThat(member(visit, "device")).isEmpty();
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(1);
  }

  /** The characters that would end a text in the document are escaped, in the head as elsewhere. */
  @Test
  void aUserWithQuotesIsThereEscaped() {
    String nasty = "a\"d\\a,\"version\":9";
    Visit visit = session(nasty);
    String expected =
        switch (setup.layout()) {
          case HASH -> nasty;
          case STRING -> "a\\u0022d\\u005ca,\\u0022version\\u0022:9";
          case JSON -> "a%22d%5ca,%22version%22:9";
        };

    assertThat(member(visit, "user_id")).isEqualTo(expected);
    visit.put("a", "b");
    assertThat(visit.record().user()).contains(nasty);
    assertThat(visit.record().version()).isEqualTo(1);
    assertThat(visit.logIn(nasty).record().user()).contains(nasty);
  }

  private Visit session(String user) {
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

  private static Map<String, String> head(Visit visit, String created) {
    return Map.of(
        "secret", secret(visit),
        "version", "0",
        "last_access", created,
        "created_at", created,
        "idle", "60000",
        "absolute", "600000",
        "user_id", "ada",
        "device", "Ada's laptop",
        "address", "203.0.113.0/24");
  }

  private static String secret(Visit visit) {
    String id = visit.id().value();
    return "1:" + id.substring(id.length() - 4) + ":" + visit.secret().text();
  }

  private Map<String, String> hash(Visit visit) {
    List<String> flat = redis.at(key(visit)).texts("HGETALL", key(visit));
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(flat.get(i), flat.get(i + 1));
    }
    return fields;
  }

  /** A text of the head as it lies there; empty where there is none. */
  private String member(Visit visit, String name) {
    if (setup.layout() == LayoutName.HASH) {
      return hash(visit).getOrDefault(name, "");
    }
    if (setup.layout() == LayoutName.JSON) { // a member that is new stands last
      String found = redis.at(key(visit)).text("JSON.GET", key(visit), "$." + name);
      return found.equals("[]") ? "" : found.substring(2, found.length() - 2);
    }
    String head = redis.document(key(visit)).split(",\"attributes\":", 2)[0];
    String[] parts = head.split("\"" + name + "\":\"", 2);
    return parts.length < 2 ? "" : parts[1].split("\"", 2)[0];
  }
}
