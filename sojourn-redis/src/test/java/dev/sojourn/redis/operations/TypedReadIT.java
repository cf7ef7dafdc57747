package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.redis.internal.layout.LayoutScripts;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.resp.RespError;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 5: a script reads in its own layout before it writes, so it changes no other layout's
 * session.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class TypedReadIT extends OnRedis {

  TypedReadIT(Setup setup) {
    super(setup);
  }

  /** An update guarded by {@code EXISTS} alone overwrote the other layout's session. */
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

  private void assertFailAndChangeNothing(LayoutScripts scripts, TestClient client) {
    String before = redis.image(key(client));
    long ttl = redis.ttl(key(client));
    calls(scripts, client)
        .forEach(
            (script, args) -> {
              assertThatThrownBy(() -> redis.run(script, keysOf(client), args))
                  .as(script.name())
                  .isInstanceOf(RespError.class)
                  .hasMessageContaining("WRONGTYPE");
              assertThat(redis.image(key(client))).as(script.name()).isEqualTo(before);
              assertThat(redis.ttl(key(client))).as(script.name()).isBetween(ttl - 5_000, ttl);
            });
    assertThat(redis.members(keys.index("ada"))).containsExactly(client.id().value());
  }

  @Test
  void aScriptChangesNothingWhereNoSessionIs() {
    TestClient client = TestClient.of(store, Sample.of("ada").draft(store));
    calls(layout().scripts(), client)
        .forEach(
            (script, args) -> {
              assertThat(redis.run(script, keysOf(client), args))
                  .as(script.name())
                  .isEqualTo(List.of("gone"));
              assertThat(redis.holds(key(client))).as(script.name()).isFalse();
              assertThat(redis.holds(keys.index("ada"))).as(script.name()).isFalse();
            });
  }

  /** Each script that changes an existing session, with valid arguments. */
  private Map<Script, List<String>> calls(LayoutScripts scripts, TestClient client) {
    String id = client.id().value();
    String shown = client.secret().text();
    Login login = client.newLogin("ada");
    return Map.of(
        scripts.touch(), List.of(id, "0"),
        scripts.prove(), List.of(id, keys.channel(), shown, "600"),
        scripts.rotate(), List.of(id, keys.channel(), shown, "600", "next"),
        scripts.leave(), List.of(id, keys.channel(), shown, "0", "moved", "5000"),
        scripts.login(),
            List.of(
                id,
                login.id().value(),
                keys.channel(),
                shown,
                "secret",
                "ada",
                "",
                "",
                "0",
                "refuse",
                "ada",
                "moved",
                "5000"),
        scripts.join(), List.of(id, keys.channel(), "ada", "next"),
        scripts.logout(), List.of(id, keys.channel(), shown),
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

  private List<String> keysOf(TestClient client) {
    return List.of(
        key(client),
        keys.index("ada"),
        keys.index("ada"),
        keys.index("ada"),
        key(client) + ":moved");
  }
}
