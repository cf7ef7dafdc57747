package dev.sojourn.redis.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions over a server's size limit, because another server allows more, or once did. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#forms")
final class OverLimitIT extends OnRedis {

  private final SessionStore strict =
      fleet.store("strict", settings -> settings.withLimits(new SizeLimits(100, 3)));

  OverLimitIT(Setup setup) {
    super(setup);
  }

  @Test
  void whatLetsThemHoldLessIsTaken() {
    TestClient client = large();
    client.changed(changing("cart", new Nested(List.of(new Removal(MemberPath.parse("cart.a"))))));
    client.changed(changing("a", new Remove()));
    client.changed(new SessionDelta(Map.of(), Optional.of("Tablet"), Optional.empty()));

    assertThat(client.record().attributes()).containsOnlyKeys("b", "c", "cart");
    assertThat(client.text("cart")).contains("{\"b\":1}");
    assertThat(client.record().device().label()).contains("Tablet");
  }

  @Test
  void whatDoesNotIsRefused() {
    TestClient client = large();
    assertThatThrownBy(() -> client.put("b", "y")).isInstanceOf(SessionTooLarge.class);
    assertThatThrownBy(() -> client.put("d", "")).isInstanceOf(SessionTooLarge.class);
    assertThat(client.text("b")).contains("x".repeat(90));
  }

  private TestClient large() {
    TestClient client =
        Sample.of("ada")
            .with("a", "x".repeat(90))
            .with("b", "x".repeat(90))
            .with("c", "x".repeat(90))
            .with(Map.of("cart", EncodedValue.json("{\"a\":1,\"b\":1}")))
            .in(store);
    return client.at(strict);
  }

  private static SessionDelta changing(String name, SessionDelta.Change change) {
    return SessionDelta.of(Map.of(name, change));
  }
}
