package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.Limits;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Change;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.HardToStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 6: no script decodes JSON or writes numbers as Lua does, so nothing that it does not name is
 * changed: neither {@code []} nor a number of many digits; and thousands of attributes go through.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
final class ExactTextIT extends OnRedis {

  private static final int MANY = 9_000;

  /** A server that allows thousands of attributes. */
  private final SessionStore roomy =
      fleet.store("roomy", settings -> settings.withLimits(new Limits(1 << 22, 2 * MANY)));

  ExactTextIT(Setup setup) {
    super(setup);
  }

  /** In bytes, as they lie there: what nobody named is not even written in another way. */
  @Test
  void whatIsNotNamedStaysToTheByte() {
    operations()
        .forEach(
            (name, operation) -> {
              Visit visit = Sample.of("ada").with(hard()).in(store);
              writeByHand(visit);
              Map<String, String> before = attributes(visit);
              Visit now = operation.apply(visit);
              assertThat(attributes(now)).as(name).isEqualTo(before);
            });
  }

  private Map<String, UnaryOperator<Visit>> operations() {
    Map<String, UnaryOperator<Visit>> operations = new LinkedHashMap<>();
    operations.put("touch", visit -> touched(visit));
    operations.put("rotate", visit -> visit.rotated());
    operations.put("first use of a secret", visit -> opened(visit.rotated()));
    operations.put("authenticate", visit -> visit.logIn("bob"));
    operations.put("label", visit -> changed(visit, Optional.of("Phone"), Optional.empty()));
    operations.put(
        "timeouts",
        visit ->
            changed(
                visit,
                Optional.empty(),
                Optional.of(new Timeouts(Duration.ofHours(1), Duration.ofHours(2)))));
    return operations;
  }

  @Test
  void aPutLeavesTheOtherValuesAsTheyAre() {
    Visit visit = Sample.of("ada").with(hard()).in(store);
    Map<String, EncodedValue> expected = new TreeMap<>(visit.record().attributes());
    visit.put("other", "value");
    expected.put("other", EncodedValue.text("value"));

    assertThat(new TreeMap<>(visit.record().attributes())).isEqualTo(expected);
  }

  /** {@code unpack} fails near 8,000. */
  @Test
  void thousandsOfAttributesAreCreatedChangedAndContinued() {
    Visit visit = Sample.of("ada").with(many("a", MANY)).in(roomy);
    assertThat(visit.record().attributes()).hasSize(MANY);
    Map<String, Change> changes = new LinkedHashMap<>();
    many("b", MANY).forEach((name, value) -> changes.put(name, new Put(value)));
    visit.changed(SessionDelta.of(changes));
    Visit now = visit.rotated().logIn("bob");

    assertThat(now.record().attributes())
        .hasSize(2 * MANY)
        .containsAllEntriesOf(many("a", MANY))
        .containsAllEntriesOf(many("b", MANY));
  }

  /** A step of a thousand fields in a hash: at its edges too none is left out. */
  @Test
  void anyNumberOfAttributesIsCreated() {
    Stream.of(499, 500, 501, 1_000, 1_001)
        .forEach(
            count ->
                assertThat(Sample.of("ada").with(many("a", count)).in(roomy).record().attributes())
                    .isEqualTo(many("a", count)));
  }

  private static Map<String, EncodedValue> many(String prefix, int count) {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put(prefix + i, EncodedValue.text("" + i));
    }
    return attributes;
  }

  private static Map<String, EncodedValue> hard() {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    HardToStore.JSON.forEach(
        json -> attributes.put("v" + attributes.size(), EncodedValue.json(json)));
    HardToStore.TEXTS.forEach(
        text -> attributes.put("v" + attributes.size(), EncodedValue.text(text)));
    return attributes;
  }

  /** A value as another program may have written it. */
  private void writeByHand(Visit visit) {
    String json = "[ ]";
    if (setup.layout() == LayoutName.HASH) {
      redis.at(key(visit)).call("HSET", key(visit), "by hand", "=" + json);
      return;
    }
    if (setup.layout() == LayoutName.JSON) {
      redis.at(key(visit)).call("JSON.SET", key(visit), "$.attributes[\"by hand\"]", json);
      return;
    }
    String document = redis.at(key(visit)).text("GET", key(visit));
    String changed =
        document.replace("\"attributes\":{", "\"attributes\":{\"by hand\":" + json + ",");
    redis.at(key(visit)).call("SET", key(visit), changed, "KEEPTTL");
  }

  private Map<String, String> attributes(Visit visit) {
    Map<String, String> texts = new TreeMap<>();
    visit.record().attributes().forEach((name, value) -> texts.put(name, value.text()));
    if (setup.layout() == LayoutName.JSON) {
      texts.put("all", redis.at(key(visit)).text("JSON.GET", key(visit), "$.attributes"));
    }
    if (setup.layout() == LayoutName.STRING) {
      String document = redis.document(key(visit));
      texts.put("all", document.substring(document.indexOf(",\"attributes\":")));
    }
    return texts;
  }

  private Visit touched(Visit visit) {
    touch(visit, 600_000);
    return visit;
  }

  private static Visit opened(Visit visit) {
    assertOpens(visit);
    return visit;
  }

  private static Visit changed(Visit visit, Optional<String> label, Optional<Timeouts> timeouts) {
    visit.changed(new SessionDelta(Map.of(), label, timeouts));
    return visit;
  }
}
