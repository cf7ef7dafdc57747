package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Nested;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.MonitoredCommand;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change of a member sends, and whom it meets. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setup#plain")
final class NestedChangeIT extends OnRedis {

  private static final EncodedValue CART =
      EncodedValue.json("{\"items\":[{\"sku\":\"long story\",\"qty\":1}],\"total\":7}");

  NestedChangeIT(Setup setup) {
    super(setup);
  }

  @Test
  void onlyTheMemberIsSent() {
    assumeThat(setup.layout()).isEqualTo(LayoutName.JSON);
    Visit visit = cart();
    try (Monitor monitor = monitor(key(visit))) {
      visit.changed(of(new SetTo(MemberPath.parse("cart.items[0].qty"), EncodedValue.json("3"))));
      visit.changed(of(new Increment(MemberPath.parse("cart.total"), 2)));

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
    assumeThat(setup.layout()).isEqualTo(LayoutName.JSON);
    Visit visit = cart();
    try (Monitor monitor = monitor(key(visit))) {
      visit.changed(
          of(new Merge(MemberPath.of("cart"), EncodedValue.json("{\"total\":9,\"items\":null}"))));

      assertThat(monitor.sent()).filteredOn(name -> name.startsWith("EVAL")).hasSize(1);
      assertThat(monitor.commands()).extracting(MonitoredCommand::name).contains("JSON.MERGE");
    }
    assertThat(visit.text("cart")).contains("{\"total\":9}");
  }

  /** Where the attribute, or the document, is written as a whole, the conflict is found. */
  @Test
  void changesOfDifferentMembersMeetInDocumentsAlone() {
    Visit visit = cart();
    SessionRecord seen = visit.record();
    visit.changed(of(new Increment(MemberPath.parse("cart.items[0].qty"), 4)));
    try (Monitor monitor = monitor(key(visit))) {
      visit.change(seen, of(new Increment(MemberPath.parse("cart.total"), 2)));

      assertThat(monitor.sent())
          .filteredOn(name -> name.startsWith("EVAL"))
          .hasSize(setup.layout() == LayoutName.JSON ? 1 : 2);
    }
    assertThat(visit.text("cart"))
        .contains(CART.text().replace("\"qty\":1", "\"qty\":5").replace("7", "9"));
  }

  private Visit cart() {
    return Sample.of("ada").with(Map.of("cart", CART)).in(store);
  }

  private static SessionDelta of(MemberChange change) {
    return SessionDelta.of(Map.of("cart", new Nested(List.of(change))));
  }
}
