package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.Limits;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Nested;
import dev.sojourn.SessionDelta.Remove;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that hold more than a server allows, for another one allows more, or once did. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#forms")
final class OverLimitIT extends OnRedis {

  private final SessionStore strict =
      fleet.store("strict", settings -> settings.withLimits(new Limits(100, 3)));

  OverLimitIT(Setup setup) {
    super(setup);
  }

  @Test
  void whatLetsThemHoldLessIsTaken() {
    Visit visit = large();
    visit.changed(changing("cart", new Nested(List.of(new Removal(MemberPath.parse("cart.a"))))));
    visit.changed(changing("a", new Remove()));
    visit.changed(new SessionDelta(Map.of(), Optional.of("Tablet"), Optional.empty()));

    assertThat(visit.record().attributes()).containsOnlyKeys("b", "c", "cart");
    assertThat(visit.text("cart")).contains("{\"b\":1}");
    assertThat(visit.record().device().label()).contains("Tablet");
  }

  @Test
  void whatDoesNotIsRefused() {
    Visit visit = large();
    assertThatThrownBy(() -> visit.put("b", "y")).isInstanceOf(SessionTooLarge.class);
    assertThatThrownBy(() -> visit.put("d", "")).isInstanceOf(SessionTooLarge.class);
    assertThat(visit.text("b")).contains("x".repeat(90));
  }

  private Visit large() {
    Visit visit =
        Sample.of("ada")
            .with("a", "x".repeat(90))
            .with("b", "x".repeat(90))
            .with("c", "x".repeat(90))
            .with(Map.of("cart", EncodedValue.json("{\"a\":1,\"b\":1}")))
            .in(store);
    return visit.at(strict);
  }

  private static SessionDelta changing(String name, SessionDelta.Change change) {
    return SessionDelta.of(Map.of(name, change));
  }
}
