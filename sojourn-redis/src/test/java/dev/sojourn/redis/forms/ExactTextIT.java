package dev.sojourn.redis.forms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.DifficultTexts;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
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
 * Rule 6: no script decodes JSON or formats numbers as Lua does, so attributes that a change does
 * not name stay byte for byte, such as {@code []} or a number of many digits; and thousands of
 * attributes work.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class ExactTextIT extends OnRedis {

  private static final int MANY = 9_000;

  /** A server that allows thousands of attributes. */
  private final SessionStore roomy =
      fleet.store("roomy", settings -> settings.withLimits(new SizeLimits(1 << 22, 2 * MANY)));

  ExactTextIT(Setup setup) {
    super(setup);
  }

  /** Compares stored bytes: attributes that a change does not name are not even reformatted. */
  @Test
  void whatIsNotNamedStaysToTheByte() {
    operations()
        .forEach(
            (name, operation) -> {
              TestClient client = Sample.of("ada").with(hard()).in(store);
              writeByHand(client);
              Map<String, String> before = attributes(client);
              TestClient now = operation.apply(client);
              assertThat(attributes(now)).as(name).isEqualTo(before);
            });
  }

  private Map<String, UnaryOperator<TestClient>> operations() {
    Map<String, UnaryOperator<TestClient>> operations = new LinkedHashMap<>();
    operations.put("touch", client -> touched(client));
    operations.put("rotate", client -> client.rotated());
    operations.put("first use of a secret", client -> opened(client.rotated()));
    operations.put("login", client -> client.logIn("bob"));
    operations.put("label", client -> changed(client, Optional.of("Phone"), Optional.empty()));
    operations.put(
        "timeouts",
        client ->
            changed(
                client,
                Optional.empty(),
                Optional.of(new Timeouts(Duration.ofHours(1), Duration.ofHours(2)))));
    return operations;
  }

  @Test
  void aPutLeavesTheOtherValuesAsTheyAre() {
    TestClient client = Sample.of("ada").with(hard()).in(store);
    Map<String, EncodedValue> expected = new TreeMap<>(client.record().attributes());
    client.put("other", "value");
    expected.put("other", EncodedValue.text("value"));

    assertThat(new TreeMap<>(client.record().attributes())).isEqualTo(expected);
  }

  /** {@code unpack} fails near 8,000. */
  @Test
  void thousandsOfAttributesAreCreatedChangedAndContinued() {
    TestClient client = Sample.of("ada").with(many("a", MANY)).in(roomy);
    assertThat(client.record().attributes()).hasSize(MANY);
    Map<String, Change> changes = new LinkedHashMap<>();
    many("b", MANY).forEach((name, value) -> changes.put(name, new Put(value)));
    client.changed(SessionDelta.of(changes));
    TestClient now = client.rotated().logIn("bob");

    assertThat(now.record().attributes())
        .hasSize(2 * MANY)
        .containsAllEntriesOf(many("a", MANY))
        .containsAllEntriesOf(many("b", MANY));
  }

  /** A hash is written in pieces of a thousand fields; the counts are around the edges. */
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
    DifficultTexts.JSON.forEach(
        json -> attributes.put("v" + attributes.size(), EncodedValue.json(json)));
    DifficultTexts.TEXTS.forEach(
        text -> attributes.put("v" + attributes.size(), EncodedValue.text(text)));
    return attributes;
  }

  /** Writes a value as another program might. */
  private void writeByHand(TestClient client) {
    String json = "[ ]";
    if (setup.layout() == LayoutName.HASH) {
      redis.at(key(client)).call("HSET", key(client), "by hand", "=" + json);
      return;
    }
    if (setup.layout() == LayoutName.JSON) {
      redis.at(key(client)).call("JSON.SET", key(client), "$.attributes[\"by hand\"]", json);
      return;
    }
    String document = redis.at(key(client)).text("GET", key(client));
    String changed =
        document.replace("\"attributes\":{", "\"attributes\":{\"by hand\":" + json + ",");
    redis.at(key(client)).call("SET", key(client), changed, "KEEPTTL");
  }

  private Map<String, String> attributes(TestClient client) {
    Map<String, String> texts = new TreeMap<>();
    client.record().attributes().forEach((name, value) -> texts.put(name, value.text()));
    if (setup.layout() == LayoutName.JSON) {
      texts.put("all", redis.at(key(client)).text("JSON.GET", key(client), "$.attributes"));
    }
    if (setup.layout() == LayoutName.STRING) {
      String document = redis.document(key(client));
      texts.put("all", document.substring(document.indexOf(",\"attributes\":")));
    }
    return texts;
  }

  private TestClient touched(TestClient client) {
    touch(client, 600_000);
    return client;
  }

  private static TestClient opened(TestClient client) {
    assertOpens(client);
    return client;
  }

  private static TestClient changed(
      TestClient client, Optional<String> label, Optional<Timeouts> timeouts) {
    client.changed(new SessionDelta(Map.of(), label, timeouts));
    return client;
  }
}
