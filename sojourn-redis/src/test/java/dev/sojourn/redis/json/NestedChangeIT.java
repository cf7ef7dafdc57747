package dev.sojourn.redis.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberPath;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Which concurrent changes a nested change conflicts with. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class NestedChangeIT extends OnRedis {

  static final EncodedValue CART =
      EncodedValue.json("{\"items\":[{\"sku\":\"long story\",\"qty\":1}],\"total\":7}");

  NestedChangeIT(Setup setup) {
    super(setup);
  }

  /** Where the attribute, or the document, is written as a whole, the conflict is detected. */
  @Test
  void changesOfDifferentMembersMeetInDocumentsAlone() {
    TestClient client = cart();
    SessionRecord seen = client.record();
    client.changed(changing(new Increment(MemberPath.parse("cart.items[0].qty"), 4)));
    try (CommandMonitor monitor = monitor(key(client))) {
      client.change(seen, changing(new Increment(MemberPath.parse("cart.total"), 2)));

      assertThat(monitor.sent())
          .filteredOn(name -> name.startsWith("EVAL"))
          .hasSize(setup.layout() == LayoutName.JSON ? 1 : 2);
    }
    assertThat(client.text("cart"))
        .contains(CART.text().replace("\"qty\":1", "\"qty\":5").replace("7", "9"));
  }

  private TestClient cart() {
    return Sample.of("ada").with(Map.of("cart", CART)).in(store);
  }

  static SessionDelta changing(MemberChange change) {
    return SessionDelta.of(Map.of("cart", new Nested(List.of(change))));
  }
}
