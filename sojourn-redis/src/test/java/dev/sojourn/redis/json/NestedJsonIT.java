package dev.sojourn.redis.json;

import static dev.sojourn.redis.json.NestedChangeIT.CART;
import static dev.sojourn.redis.json.NestedChangeIT.changing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.MemberPath;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a nested change sends to a server with the JSON type. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("dev.sojourn.redis.rig.Setups#json")
final class NestedJsonIT extends OnRedis {

  NestedJsonIT(Setup setup) {
    super(setup);
  }

  @Test
  void onlyTheMemberIsSent() {
    TestClient client = cart();
    try (CommandMonitor monitor = monitor(key(client))) {
      client.changed(
          changing(new SetTo(MemberPath.parse("cart.items[0].qty"), EncodedValue.json("3"))));
      client.changed(changing(new Increment(MemberPath.parse("cart.total"), 2)));

      assertThat(monitor.commands())
          .allSatisfy(command -> assertThat(command.words()).noneMatch(w -> w.contains("story")))
          .filteredOn(command -> command.words().contains("$[\"attributes\"][\"cart\"][\"total\"]"))
          .extracting(MonitoredCommand::name)
          .contains("JSON.NUMINCRBY")
          .doesNotContain("JSON.SET");
    }
    assertThat(client.text("cart"))
        .contains(CART.text().replace("\"qty\":1", "\"qty\":3").replace("7", "9"));
  }

  /** As over HTTP: nothing is read first, and only the patch is sent. */
  @Test
  void aMergeIsMadeInRedis() {
    TestClient client = cart();
    AllScripts.teach(redis.serverOf(key(client)));
    try (CommandMonitor monitor = monitor(key(client))) {
      client.changed(
          changing(
              new Merge(MemberPath.of("cart"), EncodedValue.json("{\"total\":9,\"items\":null}"))));

      assertThat(monitor.sent()).filteredOn(name -> name.startsWith("EVAL")).hasSize(1);
      assertThat(monitor.commands()).extracting(MonitoredCommand::name).contains("JSON.MERGE");
    }
    assertThat(client.text("cart")).contains("{\"total\":9}");
  }

  /** As after deleting them by hand. */
  @Test
  void aDocumentWithoutAttributesGetsThemAgain() {
    for (SessionDelta delta :
        List.of(
            TestClient.putting("note", "x"),
            SessionDelta.of(
                Map.of(
                    "note",
                    new Nested(List.of(new SetTo(MemberPath.of("note"), EncodedValue.text("x")))))),
            TestClient.editingDelta("note", none -> Optional.of(EncodedValue.text("x"))))) {
      TestClient client = cart();
      redis.at(key(client)).call("JSON.DEL", key(client), "$.attributes");
      assertThat(client.record().attributes()).isEmpty();

      assertThat(client.changed(delta).attributes()).containsOnlyKeys("note");
      assertThat(client.text("note")).contains("x");
    }
  }

  private TestClient cart() {
    return Sample.of("ada").with(Map.of("cart", CART)).in(store);
  }
}
