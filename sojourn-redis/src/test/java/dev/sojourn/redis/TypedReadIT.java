package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.redis.layout.LayoutScripts;
import dev.sojourn.redis.script.Script;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.RespError;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 5: a script reads in its own layout before it writes, so it changes nothing but its own. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
final class TypedReadIT extends OnRedis {

  private static final String MARKER_MILLIS = "5000";

  TypedReadIT(Setup setup) {
    super(setup);
  }

  /** What an update does that asks by {@code EXISTS} alone: it overwrites the other's session. */
  @Test
  void aScriptOfTheOtherLayoutFailsAndChangesNothing() {
    assertFailAndChangeNothing(
        otherLayout().scripts(), Sample.of("ada").with("role", "admin").in(store));
  }

  @Test
  void aScriptFailsOnASessionOfTheOtherLayoutAndChangesNothing() {
    SessionStore other = fleet.store("other", settings -> settings.withLayout(setup.otherLayout()));
    assertFailAndChangeNothing(
        layout().scripts(), Sample.of("ada").with("role", "admin").in(other));
  }

  private void assertFailAndChangeNothing(LayoutScripts scripts, Visit visit) {
    String before = redis.image(key(visit));
    long ttl = redis.ttl(key(visit));
    calls(scripts, visit)
        .forEach(
            (script, args) -> {
              assertThatThrownBy(() -> redis.run(script, keysOf(visit), args))
                  .as(script.name())
                  .isInstanceOf(RespError.class)
                  .hasMessageContaining("WRONGTYPE");
              assertThat(redis.image(key(visit))).as(script.name()).isEqualTo(before);
              assertThat(redis.ttl(key(visit))).as(script.name()).isBetween(ttl - 5_000, ttl);
            });
    assertThat(redis.members(keys.index("ada"))).containsExactly(visit.id().value());
  }

  @Test
  void aScriptChangesNothingWhereNoSessionIs() {
    Visit visit = Visit.of(store, Sample.of("ada").draft(store));
    calls(layout().scripts(), visit)
        .forEach(
            (script, args) -> {
              assertThat(redis.run(script, keysOf(visit), args)).as(script.name()).isEqualTo(0L);
              assertThat(redis.holds(key(visit))).as(script.name()).isFalse();
              assertThat(redis.holds(keys.index("ada"))).as(script.name()).isFalse();
            });
  }

  @Test
  void aMarkerIsNoSessionToAnyScript() {
    Visit visit = marker();
    String before = redis.image(key(visit));
    calls(layout().scripts(), visit)
        .forEach(
            (script, args) -> {
              assertThat(redis.run(script, keysOf(visit), args)).as(script.name()).isEqualTo(0L);
              assertThat(redis.image(key(visit))).as(script.name()).isEqualTo(before);
              assertThat(redis.ttl(key(visit))).as(script.name()).isBetween(1L, 5_000L);
            });
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  @Test
  void aMarkerIsNoSessionToAnyVerb() {
    Visit visit = marker();
    String before = redis.image(key(visit));

    assertThat(visit.access()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(visit.peek()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(visit.read()).isEmpty();
    assertThat(visit.put("role", "admin")).isEmpty();
    assertThat(visit.rotate(Sample.newSecret())).isEqualTo(new Rotation.Absent());
    assertThat(visit.authenticate(visit.login("ada"))).isEqualTo(new Admission.Absent());
    assertThat(redis.image(key(visit))).isEqualTo(before);
    assertThat(visit.revoke()).isZero();
    assertThat(redis.holds(key(visit))).isFalse();
  }

  /** A place under which a session was, that went on under another id. */
  private Visit marker() {
    Visit visit = Visit.of(store, Sample.of("ada").draft(store));
    if (setup.layout() == RedisSettings.LayoutName.HASH) {
      redis.at("").call("HSET", key(visit), "moved_to", visit.id().value());
      redis.expireIn(key(visit), 5_000);
    } else if (setup.layout() == RedisSettings.LayoutName.JSON) {
      redis.at("").call("JSON.SET", key(visit), "$", "{\"moved_to\":\"" + visit.id() + "\"}");
      redis.expireIn(key(visit), 5_000);
    } else {
      String document = "{\"moved_to\":\"" + visit.id() + "\"}";
      redis.at("").call("SET", key(visit), document, "PX", MARKER_MILLIS);
    }
    return visit;
  }

  /** Each script that writes to a session that is there, with arguments that it would obey. */
  private Map<Script, List<String>> calls(LayoutScripts scripts, Visit visit) {
    String id = visit.id().value();
    String shown = visit.secret().text();
    Login login = visit.login("ada");
    return Map.of(
        scripts.touch(), List.of(id, "0"),
        scripts.prove(), List.of(id, keys.channel(), shown, "600"),
        scripts.rotate(), List.of(id, keys.channel(), shown, "600", "next"),
        scripts.leave(),
            List.of(id, login.id().value(), keys.channel(), shown, "600", "0", MARKER_MILLIS),
        scripts.authenticate(),
            List.of(
                id,
                login.id().value(),
                keys.channel(),
                shown,
                "600",
                "secret",
                "ada",
                "",
                "",
                "0",
                "refuse",
                "ada"),
        scripts.update(), update(scripts, id));
  }

  private List<String> update(LayoutScripts scripts, String id) {
    List<String> begin = List.of(id, keys.channel(), "", "60000", "60000");
    List<String> end =
        switch (scripts.update().name()) {
          case "update_hash" -> List.of("1000", "10", "role", "put", "user");
          case "update_json" ->
              List.of(
                  "1000",
                  "10",
                  "",
                  "",
                  "merge",
                  "$.attributes.a",
                  "$.attributes.a",
                  "",
                  "{}",
                  "{}");
          default -> List.of("0", ",\"attributes\":{}}");
        };
    return java.util.stream.Stream.concat(begin.stream(), end.stream()).toList();
  }

  private List<String> keysOf(Visit visit) {
    return List.of(key(visit), keys.index("ada"), keys.index("ada"), keys.index("ada"));
  }
}
