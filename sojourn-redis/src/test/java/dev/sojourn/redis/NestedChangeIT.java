package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Nested;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom a change of a member meets. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
final class NestedChangeIT extends OnRedis {

  static final EncodedValue CART =
      EncodedValue.json("{\"items\":[{\"sku\":\"long story\",\"qty\":1}],\"total\":7}");

  NestedChangeIT(Setup setup) {
    super(setup);
  }

  /** Where the attribute, or the document, is written as a whole, the conflict is found. */
  @Test
  void changesOfDifferentMembersMeetInDocumentsAlone() {
    Visit visit = cart();
    SessionRecord seen = visit.record();
    visit.changed(changing(new Increment(MemberPath.parse("cart.items[0].qty"), 4)));
    try (Monitor monitor = monitor(key(visit))) {
      visit.change(seen, changing(new Increment(MemberPath.parse("cart.total"), 2)));

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

  static SessionDelta changing(MemberChange change) {
    return SessionDelta.of(Map.of("cart", new Nested(List.of(change))));
  }
}
