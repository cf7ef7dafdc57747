package dev.sojourn.redis;

import static dev.sojourn.redis.NestedChangeIT.CART;
import static dev.sojourn.redis.NestedChangeIT.changing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Nested;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.MonitoredCommand;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change of a member sends where the server has the JSON type. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("dev.sojourn.redis.Setups#json")
final class NestedJsonIT extends OnRedis {

  NestedJsonIT(Setup setup) {
    super(setup);
  }

  @Test
  void onlyTheMemberIsSent() {
    Visit visit = cart();
    try (Monitor monitor = monitor(key(visit))) {
      visit.changed(
          changing(new SetTo(MemberPath.parse("cart.items[0].qty"), EncodedValue.json("3"))));
      visit.changed(changing(new Increment(MemberPath.parse("cart.total"), 2)));

      assertThat(monitor.commands())
          .allSatisfy(command -> assertThat(command.words()).noneMatch(w -> w.contains("story")))
          .filteredOn(command -> command.words().contains("$[\"attributes\"][\"cart\"][\"total\"]"))
          .extracting(MonitoredCommand::name)
          .contains("JSON.NUMINCRBY")
          .doesNotContain("JSON.SET");
    }
    assertThat(visit.text("cart"))
        .contains(CART.text().replace("\"qty\":1", "\"qty\":3").replace("7", "9"));
  }

  /** As over HTTP: nothing is read before, and the patch alone is sent. */
  @Test
  void aMergeIsMadeInRedis() {
    Visit visit = cart();
    AllScripts.teach(redis.serverOf(key(visit)));
    try (Monitor monitor = monitor(key(visit))) {
      visit.changed(
          changing(
              new Merge(MemberPath.of("cart"), EncodedValue.json("{\"total\":9,\"items\":null}"))));

      assertThat(monitor.sent()).filteredOn(name -> name.startsWith("EVAL")).hasSize(1);
      assertThat(monitor.commands()).extracting(MonitoredCommand::name).contains("JSON.MERGE");
    }
    assertThat(visit.text("cart")).contains("{\"total\":9}");
  }

  /** As somebody left it who deleted them by hand. */
  @Test
  void aDocumentWithoutAttributesGetsThemAgain() {
    for (SessionDelta delta :
        List.of(
            Visit.putting("note", "x"),
            SessionDelta.of(
                Map.of(
                    "note",
                    new Nested(List.of(new SetTo(MemberPath.of("note"), EncodedValue.text("x")))))),
            Visit.editingDelta("note", none -> Optional.of(EncodedValue.text("x"))))) {
      Visit visit = cart();
      redis.at(key(visit)).call("JSON.DEL", key(visit), "$.attributes");
      assertThat(visit.record().attributes()).isEmpty();

      assertThat(visit.changed(delta).attributes()).containsOnlyKeys("note");
      assertThat(visit.text("note")).contains("x");
    }
  }

  private Visit cart() {
    return Sample.of("ada").with(Map.of("cart", CART)).in(store);
  }
}
