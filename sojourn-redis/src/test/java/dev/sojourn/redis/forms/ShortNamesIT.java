package dev.sojourn.redis.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.LogCapture;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers of one fleet that are configured with different short names of attributes. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#compact")
final class ShortNamesIT extends OnRedis {

  private static final String LONG_NAME = "n".repeat(100);

  /** Uses the same short names for other attributes. */
  private final SessionStore swapped =
      fleet.store(
          "swapped", settings -> withShortNames(settings, Map.of("role", "x", "cart", "y")));

  ShortNamesIT(Setup setup) {
    super(setup);
  }

  @Test
  void aServerThatWasNotToldThemRefusesTheSessionAndLeavesIt() {
    TestClient client = Sample.of("ada").with("role", "admin").with("cart", "full").in(store);
    String image = redis.image(key(client));
    TestClient there = client.at(swapped);
    try (LogCapture log = new LogCapture(Level.WARN)) {
      assertThat(there.access()).isEqualTo(new Refused(Refusal.UNREADABLE));
      assertThat(there.change(put("role", "user"))).isEmpty();
      assertThat(log.text()).contains("short names, id ");
    }
    assertThat(redis.image(key(client))).isEqualTo(image);
    assertThat(client.text("role")).contains("admin");
    assertOpens(client);
  }

  /** The server writes without short names, and knows them all. */
  @Test
  void aChangeUnderOtherShortNamesIsMadeUnderItsOwn() {
    SessionStore none = fleet.store("none", settings -> withShortNames(settings, Map.of()));
    TestClient client = Sample.of("ada").with("role", "admin").in(none);
    TestClient here = client.at(store);

    assertThat(here.change(put("role", "user"))).isPresent();
    assertThat(client.record().attributes()).isEqualTo(Map.of("role", EncodedValue.text("user")));
    assertThat(client.record().version()).isEqualTo(1);
  }

  @Test
  void aLimitCountsWholeNames() {
    SessionStore small =
        fleet.store(
            "small",
            settings ->
                withShortNames(
                    settings.withLimits(new SizeLimits(200, 3)),
                    Map.of(LONG_NAME, "x", "role", "y")));
    TestClient client = Sample.of("ada").with(LONG_NAME, "a").with("role", "b").in(small);

    assertThat(client.change(put(LONG_NAME, "v".repeat(95)))).isPresent();
    assertThatThrownBy(() -> client.change(put(LONG_NAME, "v".repeat(96))))
        .isInstanceOf(SessionTooLarge.class);
    assertThat(Await.of(small.read(client.id())).orElseThrow().attributes().get(LONG_NAME))
        .isEqualTo(EncodedValue.text("v".repeat(95)));
  }

  private static RedisSettings withShortNames(RedisSettings settings, Map<String, String> names) {
    return settings.withNaming(NamingName.COMPACT).withShortNames(names);
  }

  private static SessionDelta put(String name, String text) {
    return SessionDelta.of(Map.of(name, new Put(EncodedValue.text(text))));
  }
}
